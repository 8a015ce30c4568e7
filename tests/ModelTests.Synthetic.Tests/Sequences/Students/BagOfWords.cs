using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>The logits of a sequence's class from which tokens it has, padding included; their order is lost.</summary>
internal sealed class BagOfWords : nn.Module<Tensor, Tensor>
{
    private readonly Embedding embedding;
    private readonly Linear head;

    public BagOfWords(int vocabulary, int classes)
        : base(nameof(BagOfWords))
    {
        embedding = nn.Embedding(vocabulary, 16);
        head = nn.Linear(16, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens) => head.call(embedding.call(tokens).mean([1]));
}
