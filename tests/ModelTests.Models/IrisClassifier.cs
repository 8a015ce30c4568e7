using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Models;

/// <summary>A classifier of iris flowers by their four measurements.</summary>
public abstract class IrisClassifier : Module<Tensor, Tensor>
{
    protected readonly Linear hidden = Linear(4, 16);
    protected readonly Linear head = Linear(16, 3);

    protected IrisClassifier()
        : base(nameof(IrisClassifier)) => RegisterComponents();
}

public sealed class IrisClassifierByCall : IrisClassifier
{
    public override Tensor forward(Tensor flowers) => head.call(functional.relu(hidden.call(flowers)));
}

public sealed class IrisClassifierByForward : IrisClassifier
{
    public override Tensor forward(Tensor flowers) => head.forward(functional.relu(hidden.forward(flowers)));
}

/// <summary>Real data through a data set and a shuffling loader, as a model repo would write them.</summary>
public sealed class IrisClassifierFixture<TModel> : ModelRecipes<TModel>
    where TModel : IrisClassifier, new()
{
    public override TModel CreateModel() => new();

    public override ModelData CreateData() => ModelData.From(new DataLoader(new IrisDataset(), batchSize: 16, shuffle: true, seed: 1));

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target);

    public override Optimizer CreateOptimizer(TModel model) => Adam(model.parameters(), lr: 0.02);
}
