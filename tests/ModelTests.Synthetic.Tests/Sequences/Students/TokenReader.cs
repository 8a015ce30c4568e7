using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>The logits of a class per token [N, T, classes] from the state of a recurrent layer, which has seen all tokens so far.</summary>
internal sealed class TokenReader : nn.Module<Tensor, Tensor>
{
    private const int Width = 48;

    private readonly Embedding embedding;
    private readonly GRU recurrent = nn.GRU(Width, Width, batchFirst: true);
    private readonly Linear head;

    public TokenReader(int vocabulary, int classes)
        : base(nameof(TokenReader))
    {
        embedding = nn.Embedding(vocabulary, Width);
        head = nn.Linear(Width, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        var (states, _) = recurrent.call(embedding.call(tokens));
        return head.call(states);
    }
}
