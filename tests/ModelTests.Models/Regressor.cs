using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Models;

/// <summary>Eight features into two real numbers of either sign: 8-32-32-2.</summary>
public abstract class Regressor : Module<Tensor, Tensor>
{
    public const int Features = 8;
    public const int Outputs = 2;

    protected readonly Linear first = Linear(Features, 32);
    protected readonly Linear second = Linear(32, 32);
    protected readonly Linear head = Linear(32, Outputs);

    protected Regressor()
        : base(nameof(Regressor)) => RegisterComponents();
}

public sealed class RegressorByCall : Regressor
{
    public override Tensor forward(Tensor input) => head.call(functional.relu(second.call(functional.relu(first.call(input)))));
}

public sealed class RegressorByForward : Regressor
{
    public override Tensor forward(Tensor input) => head.forward(functional.relu(second.forward(functional.relu(first.forward(input)))));
}

/// <summary>Waves in two random directions, with a little noise.</summary>
public sealed class RegressorFixture<TModel> : ModelRecipes<TModel>
    where TModel : Regressor, new()
{
    public override TModel CreateModel() => new();

    public override ModelData CreateData()
    {
        var input = (rand(64, Regressor.Features) * 2) - 1;
        return ModelData.From(input, (sin(input.matmul(randn(Regressor.Features, Regressor.Outputs))) * 2) + (randn(64, Regressor.Outputs) * 0.05));
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, target);

    public override Optimizer CreateOptimizer(TModel model) => Adam(model.parameters(), lr: 0.003);
}
