using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>A healthy three-layer classifier; tests derive from it and break one thing.</summary>
public class Classifier : Module<Tensor, Tensor>
{
    protected Linear First { get; } = Linear(10, 32);

    protected Linear Second { get; } = Linear(32, 32);

    protected Linear Third { get; } = Linear(32, 4);

    public Classifier()
        : base(nameof(Classifier)) => RegisterComponents();

    public override Tensor forward(Tensor input) => Third.call(Hidden(input));

    protected virtual Tensor Hidden(Tensor input) => functional.relu(Second.call(functional.relu(First.call(input))));
}

/// <summary>A healthy fixture for <see cref="Classifier"/>; tests derive from it and break one recipe.</summary>
public class ClassifierFixture : ModelRecipes<Module<Tensor, Tensor>>
{
    public override Module<Tensor, Tensor> CreateModel() => new Classifier();

    public override ModelData CreateData()
    {
        using var generator = new Generator(1);
        var inputs = randn(64, 10, generator: generator);
        using var weights = randn(10, 4, generator: generator);
        return ModelData.From(inputs, inputs.matmul(weights).argmax(1));
    }

    public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: 0.01);
}
