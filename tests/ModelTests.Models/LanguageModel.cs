using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Models;

/// <summary>A causal transformer with two pre-norm blocks: tokens [N, 8] of a vocabulary of 12 into the logits [N, 8, 12] of the next ones.</summary>
public abstract class LanguageModel : Module<Tensor, Tensor>
{
    public const int Vocabulary = 12;
    public const int Length = 8;
    public const int Width = 16;

    protected readonly Embedding tokenEmbedding = Embedding(Vocabulary, Width);
    protected readonly Embedding positionEmbedding = Embedding(Length, Width);
    protected readonly TransformerBlock firstBlock;
    protected readonly TransformerBlock secondBlock;
    protected readonly LayerNorm norm = LayerNorm(Width);
    protected readonly Linear head = Linear(Width, Vocabulary);

    protected LanguageModel(TransformerBlock firstBlock, TransformerBlock secondBlock)
        : base(nameof(LanguageModel))
    {
        this.firstBlock = firstBlock;
        this.secondBlock = secondBlock;
        RegisterComponents();
    }
}

/// <summary>Attention over the past and a feed-forward layer, each with a layer norm before it and a residual connection around it.</summary>
public abstract class TransformerBlock : Module<Tensor, Tensor>
{
    protected readonly LayerNorm attentionNorm = LayerNorm(LanguageModel.Width);
    protected readonly Linear query = Linear(LanguageModel.Width, LanguageModel.Width);
    protected readonly Linear key = Linear(LanguageModel.Width, LanguageModel.Width);
    protected readonly Linear value = Linear(LanguageModel.Width, LanguageModel.Width);
    protected readonly Linear projection = Linear(LanguageModel.Width, LanguageModel.Width);
    protected readonly LayerNorm feedForwardNorm = LayerNorm(LanguageModel.Width);
    protected readonly Linear expand = Linear(LanguageModel.Width, 4 * LanguageModel.Width);
    protected readonly Linear contract = Linear(4 * LanguageModel.Width, LanguageModel.Width);

    protected TransformerBlock()
        : base(nameof(TransformerBlock)) => RegisterComponents();

    protected static Tensor Attention(Tensor queries, Tensor keys, Tensor values)
    {
        var length = queries.shape[1];
        var future = full(length, length, double.NegativeInfinity, device: queries.device).triu(1);
        var scores = queries.matmul(keys.transpose(1, 2)) / Math.Sqrt(LanguageModel.Width);
        return functional.softmax(scores + future, -1).matmul(values);
    }
}

public sealed class LanguageModelByCall() : LanguageModel(new TransformerBlockByCall(), new TransformerBlockByCall())
{
    public override Tensor forward(Tensor tokens)
    {
        var states = tokenEmbedding.call(tokens) + positionEmbedding.call(arange(tokens.shape[1], device: tokens.device));
        return head.call(norm.call(secondBlock.call(firstBlock.call(states))));
    }
}

public sealed class TransformerBlockByCall : TransformerBlock
{
    public override Tensor forward(Tensor states)
    {
        var normed = attentionNorm.call(states);
        states += projection.call(Attention(query.call(normed), key.call(normed), value.call(normed)));
        return states + contract.call(functional.gelu(expand.call(feedForwardNorm.call(states))));
    }
}

public sealed class LanguageModelByForward() : LanguageModel(new TransformerBlockByForward(), new TransformerBlockByForward())
{
    public override Tensor forward(Tensor tokens)
    {
        var states = tokenEmbedding.forward(tokens) + positionEmbedding.forward(arange(tokens.shape[1], device: tokens.device));
        return head.forward(norm.forward(secondBlock.forward(firstBlock.forward(states))));
    }
}

public sealed class TransformerBlockByForward : TransformerBlock
{
    public override Tensor forward(Tensor states)
    {
        var normed = attentionNorm.forward(states);
        states += projection.forward(Attention(query.forward(normed), key.forward(normed), value.forward(normed)));
        return states + contract.forward(functional.gelu(expand.forward(feedForwardNorm.forward(states))));
    }
}

/// <summary>Sequences that count up in steps of 1, 2 or 3 from a random token, modulo the vocabulary.</summary>
public sealed class LanguageModelFixture<TModel> : ModelRecipes<TModel>
    where TModel : LanguageModel, new()
{
    public override TModel CreateModel() => new();

    public override ModelData CreateData()
    {
        var start = randint(0, LanguageModel.Vocabulary, [64, 1]);
        var step = randint(1, 4, [64, 1]);
        var tokens = (start + (step * arange(LanguageModel.Length + 1))).remainder(LanguageModel.Vocabulary);
        return ModelData.From(tokens.narrow(1, 0, LanguageModel.Length), tokens.narrow(1, 1, LanguageModel.Length));
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output.flatten(0, 1), target.flatten());

    public override Optimizer CreateOptimizer(TModel model) => AdamW(model.parameters(), lr: 0.003, weight_decay: 0.01);
}
