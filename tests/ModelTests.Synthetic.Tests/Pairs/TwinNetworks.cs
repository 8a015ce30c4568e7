using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>Embeds two inputs [N, F] with one encoder.</summary>
internal sealed class PairEmbedding : Module<Tensor, Tensor, (Tensor, Tensor)>
{
    private readonly Module<Tensor, Tensor> encoder;

    public PairEmbedding(Module<Tensor, Tensor> encoder)
        : base(nameof(PairEmbedding))
    {
        this.encoder = encoder;
        RegisterComponents();
    }

    public override (Tensor, Tensor) forward(Tensor first, Tensor second) => (encoder.call(first), encoder.call(second));
}

/// <summary>Embeds three inputs [N, F] with one encoder.</summary>
internal sealed class TripletEmbedding : Module<Tensor, Tensor, Tensor, (Tensor, Tensor, Tensor)>
{
    private readonly Module<Tensor, Tensor> encoder;

    public TripletEmbedding(Module<Tensor, Tensor> encoder)
        : base(nameof(TripletEmbedding))
    {
        this.encoder = encoder;
        RegisterComponents();
    }

    public override (Tensor, Tensor, Tensor) forward(Tensor anchor, Tensor positive, Tensor negative) =>
        (encoder.call(anchor), encoder.call(positive), encoder.call(negative));
}

internal static class Encoders
{
    public static Module<Tensor, Tensor> Perceptron() => Sequential(Linear(10, 32), ReLU(), Linear(32, 3));

    /// <summary>Sees the mean of the features only, in which the classes are all but hidden.</summary>
    public static Module<Tensor, Tensor> MeanOnly() => Sequential(AdaptiveAvgPool1d(1), Linear(1, 32), ReLU(), Linear(32, 3));
}
