using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Decodes with the transposed weight of the encoder.</summary>
internal sealed class TiedAutoencoder : Module<Tensor, Tensor>
{
    public const int Features = 12;

    private readonly Linear encoder = Linear(Features, 8);
    private readonly Parameter decoderBias = new(zeros(Features));

    public TiedAutoencoder()
        : base(nameof(TiedAutoencoder)) => RegisterComponents();

    public override Tensor forward(Tensor input) =>
        functional.linear(functional.leaky_relu(encoder.call(input), 0.1), encoder.weight!.t(), decoderBias);
}

internal sealed class TiedAutoencoderFixture : ModelRecipes<TiedAutoencoder>
{
    public override TiedAutoencoder CreateModel() => new();

    public override ModelData CreateData()
    {
        var input = randn(64, 3).matmul(randn(3, TiedAutoencoder.Features)) + (randn(64, TiedAutoencoder.Features) * 0.05);
        return ModelData.From(input, input, batchSize: 16);
    }

    public override Optimizer CreateOptimizer(TiedAutoencoder model) => Adam(model.parameters(), lr: 0.01);
}
