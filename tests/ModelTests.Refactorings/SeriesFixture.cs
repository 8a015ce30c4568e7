using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Refactorings;

/// <summary>How <see cref="SeriesClassifier"/> is trained; a variant replaces one of its parts.</summary>
internal class SeriesFixture : ModelRecipes<Module<Tensor, Tensor, Tensor>>
{
    public const double LearningRate = 0.01;

    public Func<Module<Tensor, Tensor, Tensor>> Model { get; init; } = () => new SeriesClassifier();

    public Func<Tensor, Tensor, Tensor> Criterion { get; init; } = (output, target) => functional.cross_entropy(output, target);

    public Func<Tensor, Generator, Tensor>? Relabel { get; init; }

    public double Rate { get; init; } = LearningRate;

    public override Module<Tensor, Tensor, Tensor> CreateModel() => Model();

    public override ModelData CreateData() => SeriesData.Create(Relabel);

    public override Tensor Loss(Tensor output, Tensor target) => Criterion(output, target);

    public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor, Tensor> model) => optim.Adam(Trained(model), lr: Rate);

    protected virtual IEnumerable<TorchSharp.Modules.Parameter> Trained(Module<Tensor, Tensor, Tensor> model) => model.parameters();
}
