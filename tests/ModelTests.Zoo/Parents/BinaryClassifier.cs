using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>R18, a multilayer perceptron: features [N, 6] into the logit [N] of the positive class.</summary>
internal class BinaryClassifier : Module<Tensor, Tensor>
{
    public const int Features = 6;
    public const int Hidden = 32;

    protected readonly CallStyle style;
    protected readonly Linear fc1 = Linear(Features, Hidden);
    protected readonly Linear fc2 = Linear(Hidden, 1);

    public BinaryClassifier(CallStyle style)
        : base(nameof(BinaryClassifier))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => Output(First(input));

    /// <summary>[N, 6] into [N, 32].</summary>
    protected virtual Tensor First(Tensor input) => functional.relu(style.Run(fc1, input));

    /// <summary>[N, 32] into [N].</summary>
    protected virtual Tensor Output(Tensor hidden) => style.Run(fc2, hidden).squeeze(1);
}

/// <summary>Points inside and outside of a sphere, a third of them inside; binary cross entropy on logits, Adam.</summary>
/// <param name="style">How the model runs its layers.</param>
/// <param name="create">Makes the model; the healthy one unless given.</param>
internal class BinaryClassifierFixture(CallStyle style = CallStyle.Call, Func<CallStyle, Module<Tensor, Tensor>>? create = null) : ModelRecipes<Module<Tensor, Tensor>>
{
    protected const int Samples = 96;

    public override Module<Tensor, Tensor> CreateModel() => create is null ? new BinaryClassifier(style) : create(style);

    public override ModelData CreateData()
    {
        var (features, labels) = Draw();
        return ModelData.From(features, labels);
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.binary_cross_entropy_with_logits(output, target);

    public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam(model.parameters(), lr: 0.005);

    /// <summary>96 samples [96, 6], and 1 or 0 for each [96].</summary>
    protected static (Tensor Features, Tensor Labels) Draw()
    {
        var labels = arange(Samples).remainder(3).eq(0).to(float32);
        var directions = functional.normalize(randn(Samples, BinaryClassifier.Features));
        var radius = 2.5 - (labels * 1.5) + (randn(Samples) * 0.2);
        return (directions * radius.unsqueeze(1), labels);
    }
}
