using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>R4, a causal transformer with one pre-norm block: tokens [N, 8] of a vocabulary of 12 into the logits [N, 8, 12] of the next ones.</summary>
internal class CausalLanguageModel : Module<Tensor, Tensor>
{
    public const int Vocabulary = 12;
    public const int Length = 8;
    public const int Width = CausalAttention.Width;

    protected readonly CallStyle style;
    protected readonly Embedding emb = Embedding(Vocabulary, Width);
    protected readonly Embedding pos = Embedding(Length, Width);
    protected readonly LayerNorm norm1 = LayerNorm(Width);
    protected readonly CausalAttention attn;
    protected readonly LayerNorm norm2 = LayerNorm(Width);
    protected readonly Linear up = Linear(Width, 4 * Width);
    protected readonly Linear down = Linear(4 * Width, Width);
    protected readonly LayerNorm norm3 = LayerNorm(Width);
    protected readonly Linear head = Linear(Width, Vocabulary);

    public CausalLanguageModel(CallStyle style, CausalAttention? attention = null)
        : base(nameof(CausalLanguageModel))
    {
        this.style = style;
        attn = attention ?? new CausalAttention(style);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        var states = Embed(tokens);
        states = Attended(states);
        states = states + style.Run(down, functional.gelu(style.Run(up, style.Run(norm2, states))));
        return Output(style.Run(norm3, states));
    }

    /// <summary>[N, T] into [N, T, 16].</summary>
    protected virtual Tensor Embed(Tensor tokens) => style.Run(emb, tokens) + style.Run(pos, arange(tokens.shape[1]));

    /// <summary>[N, T, 16] into [N, T, 16].</summary>
    protected virtual Tensor Attended(Tensor states) => states + style.Run(attn, style.Run(norm1, states));

    /// <summary>[N, T, 16] into [N, T, 12].</summary>
    protected virtual Tensor Output(Tensor states) => style.Run(head, states);
}

/// <summary>Sequences that count up in steps of 1, 2 or 3 from a random token, modulo the vocabulary.</summary>
/// <param name="style">How the model runs its layers.</param>
/// <param name="create">Makes the model; the healthy one unless given.</param>
internal class CausalLanguageModelFixture(CallStyle style = CallStyle.Call, Func<CallStyle, Module<Tensor, Tensor>>? create = null) : ModelRecipes<Module<Tensor, Tensor>>
{
    public override Module<Tensor, Tensor> CreateModel() => create is null ? new CausalLanguageModel(style) : create(style);

    public override ModelData CreateData()
    {
        var tokens = Draw();
        return ModelData.From(tokens.narrow(1, 0, CausalLanguageModel.Length), tokens.narrow(1, 1, CausalLanguageModel.Length));
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output.flatten(0, 1), target.flatten());

    public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam(model.parameters(), lr: 0.003);

    /// <summary>64 sequences, one token longer than the model's input: [64, 9].</summary>
    protected static Tensor Draw()
    {
        var start = randint(0, CausalLanguageModel.Vocabulary, [64, 1]);
        var step = randint(1, 4, [64, 1]);
        return (start + (step * arange(CausalLanguageModel.Length + 1))).remainder(CausalLanguageModel.Vocabulary);
    }
}
