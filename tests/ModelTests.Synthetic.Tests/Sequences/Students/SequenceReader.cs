using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>The logits of a sequence's class from the state of a recurrent layer after its last token that is no padding.</summary>
internal sealed class SequenceReader : nn.Module<Tensor, Tensor>
{
    private const int Padding = 0;
    private const int Width = 24;

    private readonly Embedding embedding;
    private readonly GRU recurrent = nn.GRU(Width, Width, batchFirst: true);
    private readonly Linear head;

    public SequenceReader(int vocabulary, int classes)
        : base(nameof(SequenceReader))
    {
        embedding = nn.Embedding(vocabulary, Width, padding_idx: Padding);
        head = nn.Linear(Width, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        var (states, _) = recurrent.call(embedding.call(tokens));
        var last = tokens.ne(Padding).sum(1) - 1;
        return head.call(states.gather(1, last.reshape(-1, 1, 1).expand(-1, 1, Width)).squeeze(1));
    }
}
