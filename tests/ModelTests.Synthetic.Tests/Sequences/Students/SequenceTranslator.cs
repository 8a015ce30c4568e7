using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>The logits of all target symbols [N, T, vocabulary] from the source symbols, by position where asked, and the decoder's token.</summary>
internal sealed class SequenceTranslator : nn.Module<Tensor, Tensor, Tensor>
{
    private const int Vocabulary = 4;
    private const int Length = 4;
    private const int Width = 8;

    private readonly bool byPosition;
    private readonly Embedding sourceEmbedding = nn.Embedding(Vocabulary + 2, Width);
    private readonly Embedding decoderEmbedding = nn.Embedding(Vocabulary + 2, Vocabulary);
    private readonly Linear read;

    public SequenceTranslator(bool byPosition)
        : base(nameof(SequenceTranslator))
    {
        this.byPosition = byPosition;
        read = nn.Linear(byPosition ? Length * Width : Width, Length * Vocabulary);
        RegisterComponents();
    }

    public override Tensor forward(Tensor source, Tensor decoder)
    {
        var symbols = sourceEmbedding.call(source);
        var fromSource = read.call(byPosition ? symbols.flatten(1) : symbols.mean([1])).reshape(-1, Length, Vocabulary);
        return fromSource + decoderEmbedding.call(decoder);
    }
}
