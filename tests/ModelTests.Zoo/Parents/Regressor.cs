using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>R2, a multilayer perceptron: features [N, 8] into one real number [N, 1], by way of 32 and 32 units.</summary>
internal class Regressor : Module<Tensor, Tensor>
{
    public const int Features = 8;
    public const int Hidden = 32;

    protected readonly CallStyle style;
    protected readonly Linear fc1 = Linear(Features, Hidden);
    protected readonly Linear fc2 = Linear(Hidden, Hidden);
    protected readonly Linear fc3 = Linear(Hidden, 1);

    public Regressor(CallStyle style)
        : base(nameof(Regressor))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => Output(Second(First(Prepare(input))));

    /// <summary>[N, 8] into [N, 8].</summary>
    protected virtual Tensor Prepare(Tensor input) => input;

    /// <summary>[N, 8] into [N, 32].</summary>
    protected virtual Tensor First(Tensor input) => functional.relu(style.Run(fc1, input));

    /// <summary>[N, 32] into [N, 32].</summary>
    protected virtual Tensor Second(Tensor hidden) => functional.relu(style.Run(fc2, hidden));

    /// <summary>[N, 32] into [N, 1].</summary>
    protected virtual Tensor Output(Tensor hidden) => style.Run(fc3, hidden);
}

/// <summary>Signed targets around 0, a smooth function of the features with little noise; mean squared error, Adam.</summary>
/// <param name="style">How the model runs its layers.</param>
/// <param name="create">Makes the model; the healthy one unless given.</param>
internal class RegressorFixture(CallStyle style = CallStyle.Call, Func<CallStyle, Module<Tensor, Tensor>>? create = null) : ModelRecipes<Module<Tensor, Tensor>>
{
    protected const int Samples = 64;
    protected const int Validation = 32;

    public override Module<Tensor, Tensor> CreateModel() => create is null ? new Regressor(style) : create(style);

    public override ModelData CreateData()
    {
        var (features, targets) = Draw(Samples + Validation);
        return HeldOut.From(features, targets, Samples);
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, target);

    public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam(model.parameters(), lr: 0.003);

    /// <summary>Samples [N, 8] and their targets [N, 1].</summary>
    protected static (Tensor Features, Tensor Targets) Draw(int samples = Samples)
    {
        var features = randn(samples, Regressor.Features);
        return (features, Targets(features));
    }

    protected static Tensor Targets(Tensor features)
    {
        var weights = linspace(-1, 1, Regressor.Features);
        return (features.matmul(weights) + sin(features[.., 0] * 2) + (randn(features.shape[0]) * 0.05)).unsqueeze(1);
    }
}
