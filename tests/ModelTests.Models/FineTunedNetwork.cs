using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Models;

/// <summary>A new head on a frozen backbone with batch normalisation: images [N, 1, 8, 8] into 3 classes.</summary>
public abstract class FineTunedNetwork : Module<Tensor, Tensor>
{
    public const int Size = 8;
    public const int Classes = 3;

    protected readonly Backbone backbone;
    protected readonly Linear head = Linear(Backbone.Features, Classes);

    protected FineTunedNetwork(Backbone backbone)
        : base(nameof(FineTunedNetwork))
    {
        this.backbone = backbone;
        foreach (var parameter in backbone.parameters())
            parameter.requires_grad = false;
        RegisterComponents();
    }

    /// <summary>The backbone stays in evaluation mode, so that its running statistics are as frozen as its weights.</summary>
    public override void train(bool train = true)
    {
        base.train(train);
        backbone.eval();
    }
}

/// <summary>What somebody else has trained: here with random weights.</summary>
public abstract class Backbone : Module<Tensor, Tensor>
{
    public const int Features = 16 * 4 * 4;

    protected readonly Conv2d convolution = Conv2d(1, 16, 3, padding: 1);
    protected readonly BatchNorm2d norm = BatchNorm2d(16);
    protected readonly MaxPool2d pool = MaxPool2d(2);

    protected Backbone()
        : base(nameof(Backbone)) => RegisterComponents();
}

public sealed class FineTunedNetworkByCall() : FineTunedNetwork(new BackboneByCall())
{
    public override Tensor forward(Tensor images) => head.call(backbone.call(images));
}

public sealed class BackboneByCall : Backbone
{
    public override Tensor forward(Tensor images) => pool.call(functional.relu(norm.call(convolution.call(images)))).flatten(1);
}

public sealed class FineTunedNetworkByForward() : FineTunedNetwork(new BackboneByForward())
{
    public override Tensor forward(Tensor images) => head.forward(backbone.forward(images));
}

public sealed class BackboneByForward : Backbone
{
    public override Tensor forward(Tensor images) => pool.forward(functional.relu(norm.forward(convolution.forward(images)))).flatten(1);
}

/// <summary>Noisy images with a bright column, a bright row, or neither.</summary>
public sealed class FineTunedNetworkFixture<TModel> : ModelRecipes<TModel>
    where TModel : FineTunedNetwork, new()
{
    public override TModel CreateModel() => new();

    public override ModelData CreateData()
    {
        var classes = arange(48).remainder(FineTunedNetwork.Classes);
        var images = randn(48, 1, FineTunedNetwork.Size, FineTunedNetwork.Size) * 0.3;
        for (var i = 0; i < 48; i++)
        {
            if (i % FineTunedNetwork.Classes < 2)
                images[i, 0].narrow(i % FineTunedNetwork.Classes, i % 6 + 1, 2).add_(1);
        }
        return ModelData.From(images, classes, batchSize: 16);
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target);

    public override Optimizer CreateOptimizer(TModel model) =>
        Adam(model.parameters().Where(parameter => parameter.requires_grad), lr: 0.01);
}
