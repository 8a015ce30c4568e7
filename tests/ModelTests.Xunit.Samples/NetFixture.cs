using static TorchSharp.torch;

namespace ModelTests.Samples;

/// <summary>Recipes that the samples share.</summary>
public abstract class NetFixture : ModelFixture<Net>
{
    public override Net CreateModel() => new();

    public override ModelData CreateData()
    {
        using var generator = new Generator(3);
        var inputs = randn(48, 6, generator: generator);
        return ModelData.From(inputs, inputs.narrow(1, 0, 3).argmax(1));
    }

    public override optim.Optimizer CreateOptimizer(Net model) => optim.Adam(model.parameters(), lr: 0.01);
}
