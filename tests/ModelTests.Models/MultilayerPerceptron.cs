using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Models;

/// <summary>A classifier of 10 features into 4 classes: 10-32-32-4.</summary>
public abstract class MultilayerPerceptron : Module<Tensor, Tensor>
{
    public const int Features = 10;
    public const int Classes = 4;

    protected readonly Linear first = Linear(Features, 32);
    protected readonly Linear second = Linear(32, 32);
    protected readonly Linear head = Linear(32, Classes);

    protected MultilayerPerceptron()
        : base(nameof(MultilayerPerceptron)) => RegisterComponents();
}

public sealed class MultilayerPerceptronByCall : MultilayerPerceptron
{
    public override Tensor forward(Tensor input) =>
        head.call(functional.relu(second.call(functional.relu(first.call(input)))));
}

public sealed class MultilayerPerceptronByForward : MultilayerPerceptron
{
    public override Tensor forward(Tensor input) =>
        head.forward(functional.relu(second.forward(functional.relu(first.forward(input)))));
}

/// <summary>Gaussian classes, one centre each.</summary>
public sealed class MultilayerPerceptronFixture<TModel> : ModelRecipes<TModel>
    where TModel : MultilayerPerceptron, new()
{
    public override TModel CreateModel() => new();

    public override ModelData CreateData()
    {
        var classes = arange(64).remainder(MultilayerPerceptron.Classes);
        var centres = randn(MultilayerPerceptron.Classes, MultilayerPerceptron.Features) * 2;
        return ModelData.From(centres[classes] + randn(64, MultilayerPerceptron.Features), classes);
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target);

    public override Optimizer CreateOptimizer(TModel model) => Adam(model.parameters(), lr: 0.003);
}
