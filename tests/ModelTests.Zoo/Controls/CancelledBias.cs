using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Batch normalisation takes off the mean, and with it whatever the bias before it adds.</summary>
internal sealed class CancelledBias : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1 = Conv2d(1, 8, 3, padding: 1);
    private readonly BatchNorm2d norm1 = BatchNorm2d(8);
    private readonly Conv2d conv2 = Conv2d(8, 8, 3, stride: 2, padding: 1);
    private readonly BatchNorm2d norm2 = BatchNorm2d(8);
    private readonly Linear fc = Linear(8 * 16, ImageClasses.Classes);

    public CancelledBias()
        : base(nameof(CancelledBias)) => RegisterComponents();

    public override Tensor forward(Tensor images)
    {
        var features = functional.relu(norm1.call(conv1.call(images)));
        return fc.call(functional.relu(norm2.call(conv2.call(features))).flatten(1));
    }
}

internal sealed class CancelledBiasFixture(bool momentum) : ModelRecipes<CancelledBias>
{
    public override CancelledBias CreateModel() => new();

    public override ModelData CreateData()
    {
        var (images, classes) = ImageClasses.Draw(64, 1);
        return ModelData.From(images, classes, batchSize: 16);
    }

    public override Optimizer CreateOptimizer(CancelledBias model) => momentum
        ? SGD(model.parameters(), learningRate: 0.01, momentum: 0.9)
        : Adam(model.parameters(), lr: 0.003);
}

/// <summary>No layer has a bias.</summary>
internal sealed class NoBiasFixture : ModelRecipes<Sequential>
{
    public override Sequential CreateModel() =>
        Sequential(("fc1", Linear(10, 64, hasBias: false)), ("act", ReLU()), ("fc2", Linear(64, 4, hasBias: false)));

    public override ModelData CreateData()
    {
        var (inputs, classes) = ClassCentres.Draw(64, 10, 4);
        return ModelData.From(inputs, classes, batchSize: 16);
    }
}
