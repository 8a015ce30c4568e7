using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Models;

/// <summary>A small LeNet with batch normalisation and dropout: images [N, 1, 16, 16] into 10 classes.</summary>
public abstract class ConvolutionalNetwork : Module<Tensor, Tensor>
{
    public const int Size = 16;
    public const int Classes = 10;

    protected readonly Conv2d firstConvolution = Conv2d(1, 8, 3, padding: 1, bias: false);
    protected readonly BatchNorm2d firstNorm = BatchNorm2d(8);
    protected readonly Conv2d secondConvolution = Conv2d(8, 16, 3, padding: 1, bias: false);
    protected readonly BatchNorm2d secondNorm = BatchNorm2d(16);
    protected readonly MaxPool2d pool = MaxPool2d(2);
    protected readonly Linear hidden = Linear(16 * 4 * 4, 32);
    protected readonly Dropout dropout = Dropout(0.25);
    protected readonly Linear head = Linear(32, Classes);

    protected ConvolutionalNetwork()
        : base(nameof(ConvolutionalNetwork)) => RegisterComponents();
}

public sealed class ConvolutionalNetworkByCall : ConvolutionalNetwork
{
    public override Tensor forward(Tensor images)
    {
        var features = pool.call(functional.relu(firstNorm.call(firstConvolution.call(images))));
        features = pool.call(functional.relu(secondNorm.call(secondConvolution.call(features))));
        return head.call(dropout.call(functional.relu(hidden.call(features.flatten(1)))));
    }
}

public sealed class ConvolutionalNetworkByForward : ConvolutionalNetwork
{
    public override Tensor forward(Tensor images)
    {
        var features = pool.forward(functional.relu(firstNorm.forward(firstConvolution.forward(images))));
        features = pool.forward(functional.relu(secondNorm.forward(secondConvolution.forward(features))));
        return head.forward(dropout.forward(functional.relu(hidden.forward(features.flatten(1)))));
    }
}

/// <summary>Noisy images with a bright bar whose row, or column, is the class.</summary>
public sealed class ConvolutionalNetworkFixture<TModel> : ModelRecipes<TModel>
    where TModel : ConvolutionalNetwork, new()
{
    public override TModel CreateModel() => new();

    public override ModelData CreateData()
    {
        var classes = arange(64).remainder(ConvolutionalNetwork.Classes);
        var images = randn(64, 1, ConvolutionalNetwork.Size, ConvolutionalNetwork.Size) * 0.3;
        for (var i = 0; i < 64; i++)
        {
            var label = i % ConvolutionalNetwork.Classes;
            images[i, 0].narrow(label < 5 ? 0 : 1, (label % 5 * 3) + 1, 2).add_(1);
        }
        return ModelData.From(images, classes);
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target);

    public override Optimizer CreateOptimizer(TModel model) => Adam(model.parameters(), lr: 0.002);
}
