using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>In train mode batch normalisation mixes the samples of a batch and moves running statistics.</summary>
internal sealed class BatchNormNetwork : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1 = Conv2d(3, 8, 3, padding: 1, bias: false);
    private readonly BatchNorm2d norm1 = BatchNorm2d(8);
    private readonly Conv2d conv2 = Conv2d(8, 16, 3, stride: 2, padding: 1, bias: false);
    private readonly BatchNorm2d norm2 = BatchNorm2d(16);
    private readonly Linear fc = Linear(16 * 16, ImageClasses.Classes);

    public BatchNormNetwork()
        : base(nameof(BatchNormNetwork)) => RegisterComponents();

    public override Tensor forward(Tensor images)
    {
        var features = functional.relu(norm1.forward(conv1.forward(images)));
        features = functional.relu(norm2.forward(conv2.forward(features)));
        return fc.forward(features.flatten(1));
    }
}

internal sealed class BatchNormNetworkFixture : ModelRecipes<BatchNormNetwork>
{
    public override BatchNormNetwork CreateModel() => new();

    public override ModelData CreateData()
    {
        var (images, classes) = ImageClasses.Draw(64, 3);
        return ModelData.From(images, classes, batchSize: 16);
    }

    public override Optimizer CreateOptimizer(BatchNormNetwork model) => SGD(model.parameters(), learningRate: 0.05, momentum: 0.9, weight_decay: 1e-4);
}
