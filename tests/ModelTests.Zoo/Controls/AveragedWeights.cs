using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Keeps the mean of the weights of all steps beside the model (Izmailov et al. 2018, "Averaging Weights").</summary>
internal sealed class AveragedTraining(Module<Tensor, Tensor> model, Optimizer optimizer, Module<Tensor, Tensor> mean) : Training<Module<Tensor, Tensor>>(model, optimizer)
{
    public Module<Tensor, Tensor> Mean { get; } = mean;
}

internal sealed class AveragedWeightsFixture(CallStyle style) : ClassifierFixture(style)
{
    public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
    {
        var mean = CreateModel();
        mean.load_state_dict(model.state_dict());
        return new AveragedTraining(model, CreateOptimizer(model), mean);
    }

    public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
    {
        var loss = base.TrainStep(training, batch);
        using var untracked = no_grad();
        foreach (var (kept, now) in ((AveragedTraining)training).Mean.parameters().Zip(training.Model.parameters()))
            kept.lerp_(now, 1.0 / (training.StepsTaken + 1));
        return loss;
    }
}
