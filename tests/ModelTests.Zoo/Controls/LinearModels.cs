using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Principal components by gradient descent: linear on purpose.</summary>
internal sealed class LinearAutoencoderFixture : ModelRecipes<Sequential>
{
    private const int Features = 8;

    public override Sequential CreateModel() => Sequential(("encoder", Linear(Features, 2)), ("decoder", Linear(2, Features)));

    public override ModelData CreateData()
    {
        var input = randn(64, Features) * tensor([3f, 2, 1, 1, 0.5f, 0.5f, 0.5f, 0.5f]);
        return ModelData.From(input, input, batchSize: 16);
    }

    public override Optimizer CreateOptimizer(Sequential model) => Adam(model.parameters(), lr: 0.01);
}

/// <summary>Linear regression on noisy targets: three weights cannot memorise sixteen of them.</summary>
internal sealed class LinearRegressionFixture : ModelRecipes<Linear>
{
    public override Linear CreateModel() => Linear(3, 1);

    public override ModelData CreateData()
    {
        var input = randn(64, 3);
        return ModelData.From(input, input.matmul(randn(3, 1)) + randn(64, 1), batchSize: 16);
    }

    public override Optimizer CreateOptimizer(Linear model) => SGD(model.parameters(), learningRate: 0.1);
}
