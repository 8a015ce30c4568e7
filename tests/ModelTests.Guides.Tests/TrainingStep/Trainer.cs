using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace ModelTests.Guides.TrainingStep;

#region Trainer
/// <summary>The repository's own training: a warm-up, gradients of two batches per step, clipped to a norm of 1.</summary>
public class Trainer
{
    private const int BatchesPerStep = 2, WarmUpSteps = 4;

    private int batches;

    public Trainer(Module<Tensor, Tensor> model)
    {
        Model = model;
        Optimizer = AdamW(model.parameters(), lr: 0.01, weight_decay: 0.01);
        Schedule = LambdaLR(Optimizer, step => Math.Min(1, (step + 1.0) / WarmUpSteps));
    }

    public Module<Tensor, Tensor> Model { get; }

    public Optimizer Optimizer { get; }

    public LRScheduler Schedule { get; }

    public virtual Tensor TrainOn(Tensor inputs, Tensor labels)
    {
        Model.train();
        var loss = cross_entropy(Model.call(inputs), labels);
        (loss / BatchesPerStep).backward();
        if (++batches % BatchesPerStep == 0)
            Apply();
        return loss;
    }

    protected virtual void Apply()
    {
        nn.utils.clip_grad_norm_(Model.parameters(), 1);
        Optimizer.step();
        Schedule.step();
        Optimizer.zero_grad();
    }
}
#endregion
