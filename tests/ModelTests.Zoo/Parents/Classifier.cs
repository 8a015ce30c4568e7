using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>R1, a multilayer perceptron: features [N, 10] into the logits [N, 4] of four classes, by way of 32 and 32 units.</summary>
internal class Classifier : Module<Tensor, Tensor>
{
    public const int Features = 10;
    public const int Hidden = 32;
    public const int Classes = 4;

    protected readonly CallStyle style;
    protected readonly Linear fc1 = Linear(Features, Hidden);
    protected readonly Linear fc2 = Linear(Hidden, Hidden);
    protected readonly Linear fc3 = Linear(Hidden, Classes);

    public Classifier(CallStyle style)
        : base(nameof(Classifier))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => Output(Second(First(input)));

    /// <summary>[N, 10] into [N, 32].</summary>
    protected virtual Tensor First(Tensor input) => functional.relu(style.Run(fc1, input));

    /// <summary>[N, 32] into [N, 32].</summary>
    protected virtual Tensor Second(Tensor hidden) => functional.relu(style.Run(fc2, hidden));

    /// <summary>[N, 32] into [N, 4].</summary>
    protected virtual Tensor Output(Tensor hidden) => style.Run(fc3, hidden);
}

/// <summary>Four Gaussian classes, cross entropy, Adam.</summary>
/// <param name="style">How the model runs its layers.</param>
/// <param name="create">Makes the model; the healthy one unless given.</param>
internal class ClassifierFixture(CallStyle style = CallStyle.Call, Func<CallStyle, Module<Tensor, Tensor>>? create = null) : ModelRecipes<Module<Tensor, Tensor>>
{
    protected const int Samples = 64;
    protected const int Validation = 32;

    public override Module<Tensor, Tensor> CreateModel() => create is null ? new Classifier(style) : create(style);

    public override ModelData CreateData()
    {
        var (features, labels) = Draw(Samples + Validation);
        return HeldOut.From(features, labels, Samples);
    }

    public override ModelData? CreateDataFrom(Tensor samples, Tensor labels) => ModelData.From(samples, labels);

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target);

    public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam(model.parameters(), lr: 0.003);

    /// <summary>Samples [N, 10] around four centres, and their classes [N].</summary>
    protected static (Tensor Features, Tensor Labels) Draw(int samples = Samples)
    {
        var labels = arange(samples).remainder(Classifier.Classes);
        var centres = randn(Classifier.Classes, Classifier.Features) * 2;
        return (centres[labels] + randn(samples, Classifier.Features), labels);
    }
}
