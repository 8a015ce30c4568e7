using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>A learning rate that is this multiple of 0.003 after so many steps.</summary>
internal sealed class ScheduledFixture(CallStyle style, Func<int, double> factor) : ClassifierFixture(style)
{
    public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
    {
        var optimizer = CreateOptimizer(model);
        return new(model, optimizer, lr_scheduler.LambdaLR(optimizer, factor));
    }

    /// <summary>From 0 to 1 in ten steps.</summary>
    public static double WarmUp(int step) => Math.Min(1, step / 10.0);

    /// <summary>Half a cosine from 1 to nearly 0 in ten steps, again and again (Loshchilov and Hutter 2017, "SGDR").</summary>
    public static double Restarts(int step) => 0.01 + (0.99 * (1 + Math.Cos(Math.PI * (step % 10) / 10)) / 2);
}

/// <summary>The head alone in the first steps, then everything.</summary>
internal sealed class UnfreezingFixture(CallStyle style) : ClassifierFixture(style)
{
    private const int Phase = 5;

    public override Module<Tensor, Tensor> CreateModel()
    {
        var model = base.CreateModel();
        SetBackbone(model, trainable: false);
        return model;
    }

    public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam(model.parameters(), lr: 0.003);

    public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
    {
        if (training.StepsTaken == Phase)
            SetBackbone(training.Model, trainable: true);
        return base.TrainStep(training, batch);
    }

    private static void SetBackbone(Module<Tensor, Tensor> model, bool trainable)
    {
        foreach (var (_, parameter) in model.named_parameters().Where(entry => !entry.name.StartsWith("fc3", StringComparison.Ordinal)))
            parameter.requires_grad = trainable;
    }
}
