using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>The mean of word vectors of a vocabulary most of which the data does not use; the vectors' gradients are sparse.</summary>
internal sealed class BagOfTokens : Module<Tensor, Tensor>
{
    public const int Vocabulary = 200;

    private readonly CallStyle style;
    private readonly Embedding emb;
    private readonly Linear head = Linear(16, 2);

    public BagOfTokens(CallStyle style, bool sparse)
        : base(nameof(BagOfTokens))
    {
        this.style = style;
        emb = Embedding(Vocabulary, 16, sparse: sparse);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens) => style.Run(head, style.Run(emb, tokens).mean([1]).tanh());
}

/// <summary>Even or odd tokens below 40.</summary>
internal sealed class RareTokensFixture(CallStyle style, bool sparse) : ModelRecipes<Module<Tensor, Tensor>>
{
    public override Module<Tensor, Tensor> CreateModel() => new BagOfTokens(style, sparse);

    public override ModelData CreateData()
    {
        var labels = arange(64).remainder(2);
        return ModelData.From((randint(0, 20, [64, 6], int64) * 2) + labels.unsqueeze(1), labels, batchSize: 16);
    }

    public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => sparse ? SGD(model.parameters(), learningRate: 0.5) : Adam(model.parameters(), lr: 0.01);
}
