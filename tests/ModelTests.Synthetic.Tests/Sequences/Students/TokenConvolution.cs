using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>The logits of a class per token [N, T, classes] from an embedding of the token and those just before it.</summary>
internal sealed class TokenConvolution : nn.Module<Tensor, Tensor>
{
    private const int Width = 16;

    private readonly int context;
    private readonly Embedding embedding;
    private readonly Conv1d mix;
    private readonly Linear head;

    public TokenConvolution(int vocabulary, int context, int classes)
        : base(nameof(TokenConvolution))
    {
        this.context = context;
        embedding = nn.Embedding(vocabulary, Width);
        mix = nn.Conv1d(Width, 4 * Width, context);
        head = nn.Linear(4 * Width, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        var past = nn.functional.pad(embedding.call(tokens).transpose(1, 2), [context - 1, 0]);
        return head.call(nn.functional.relu(mix.call(past)).transpose(1, 2));
    }
}
