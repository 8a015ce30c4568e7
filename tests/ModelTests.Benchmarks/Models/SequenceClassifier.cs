using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Benchmarks;

/// <summary>A transformer encoder of two pre-norm layers with learned positions; the class by the mean over time.</summary>
public sealed class SequenceClassifier : Module<Tensor, Tensor>
{
    public const int Width = 64;

    private readonly Embedding tokens = Embedding(ReferenceData.Vocabulary, Width);
    private readonly Parameter positions = Parameter(randn(ReferenceData.Length, Width));
    private readonly ModuleList<EncoderLayer> layers = ModuleList(new EncoderLayer(Width, heads: 4), new EncoderLayer(Width, heads: 4));
    private readonly LayerNorm norm = LayerNorm(Width);
    private readonly Linear head = Linear(Width, ReferenceData.Orders);

    public SequenceClassifier()
        : base(nameof(SequenceClassifier)) => RegisterComponents();

    public override Tensor forward(Tensor sequence)
    {
        var states = tokens.call(sequence) + positions;
        foreach (var layer in layers)
            states = layer.call(states);
        return head.call(norm.call(states).mean([1]));
    }
}
