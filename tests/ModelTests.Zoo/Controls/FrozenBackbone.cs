using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Only the head trains; the two layers below it are frozen on purpose.</summary>
internal class FrozenBackbone : Module<Tensor, Tensor>
{
    private readonly CallStyle style;
    protected readonly Sequential backbone = Sequential(("fc1", Linear(10, 32)), ("act1", ReLU()), ("fc2", Linear(32, 32)), ("act2", ReLU()));
    protected Linear head = Linear(32, 4);

    public FrozenBackbone(CallStyle style)
        : base(nameof(FrozenBackbone))
    {
        this.style = style;
        RegisterComponents();
        Freeze();
    }

    public override Tensor forward(Tensor input) => style.Run(head, style.Run(backbone, input));

    protected virtual void Freeze()
    {
        foreach (var parameter in backbone.parameters())
            parameter.requires_grad = false;
    }
}

/// <param name="style">How the model runs its layers.</param>
/// <param name="create">Makes the model; the healthy one unless given.</param>
internal sealed class FrozenBackboneFixture(CallStyle style = CallStyle.Call, Func<CallStyle, FrozenBackbone>? create = null) : ModelRecipes<FrozenBackbone>
{
    public override FrozenBackbone CreateModel() => create is null ? new FrozenBackbone(style) : create(style);

    public override ModelData CreateData()
    {
        var (inputs, classes) = ClassCentres.Draw(64, 10, 4);
        return ModelData.From(inputs, classes, batchSize: 16);
    }

    public override Optimizer CreateOptimizer(FrozenBackbone model) =>
        Adam(model.parameters().Where(parameter => parameter.requires_grad), lr: 0.005);
}
