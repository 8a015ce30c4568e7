using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>R5, a transformer encoder with one pre-norm block: tokens [N, 10], padded with 0, into the logits [N, 2] of two classes, by the mean over the tokens.</summary>
internal class SequenceEncoder : Module<Tensor, Tensor>
{
    public const int Vocabulary = 12;
    public const int Length = 10;
    public const int Padding = 0;
    public const int Classes = 2;
    public const int Width = PaddedAttention.Width;

    protected readonly CallStyle style;
    protected readonly Embedding emb = Embedding(Vocabulary, Width);
    protected readonly Tensor pos = Positions();
    protected readonly LayerNorm norm1 = LayerNorm(Width);
    protected readonly PaddedAttention attn;
    protected readonly LayerNorm norm2 = LayerNorm(Width);
    protected readonly Linear up = Linear(Width, 4 * Width);
    protected readonly Linear down = Linear(4 * Width, Width);
    protected readonly Linear head = Linear(Width, Classes);

    public SequenceEncoder(CallStyle style, PaddedAttention? attention = null)
        : base(nameof(SequenceEncoder))
    {
        this.style = style;
        attn = attention ?? new PaddedAttention(style);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        var padding = tokens.eq(Padding);
        var states = Embed(tokens);
        states = states + style.Run(attn, style.Run(norm1, states), padding);
        states = states + style.Run(down, functional.gelu(style.Run(up, style.Run(norm2, states))));
        return Output(Pool(states, padding));
    }

    /// <summary>[N, T] into [N, T, 16].</summary>
    protected virtual Tensor Embed(Tensor tokens) => style.Run(emb, tokens) + pos.narrow(0, 0, tokens.shape[1]);

    /// <summary>A sine and a cosine of the position at each of 8 frequencies: [10, 16] (Vaswani et al. 2017, "Attention Is All You Need", section 3.5).</summary>
    private static Tensor Positions()
    {
        var frequencies = pow(10_000, arange(0, Width, 2) / (float)-Width);
        var angles = arange(Length).unsqueeze(1) * frequencies;
        return stack([angles.sin(), angles.cos()], 2).flatten(1);
    }

    /// <summary>The mean over the positions that are no padding: [N, T, 16] and [N, T] into [N, 16].</summary>
    protected virtual Tensor Pool(Tensor states, Tensor padding)
    {
        var present = padding.logical_not().unsqueeze(2).to(states.dtype);
        return (states * present).sum(1) / present.sum(1).clamp_min(1);
    }

    /// <summary>[N, 16] into [N, 2].</summary>
    protected virtual Tensor Output(Tensor pooled) => style.Run(head, pooled);
}

/// <summary>Random tokens among which 1 and 2 occur once each; the class is which of them comes first.</summary>
/// <param name="style">How the model runs its layers.</param>
/// <param name="create">Makes the model; the healthy one unless given.</param>
internal class SequenceEncoderFixture(CallStyle style = CallStyle.Call, Func<CallStyle, Module<Tensor, Tensor>>? create = null) : ModelRecipes<Module<Tensor, Tensor>>
{
    protected const int Samples = 64;

    public override Module<Tensor, Tensor> CreateModel() => create is null ? new SequenceEncoder(style) : create(style);

    public override ModelData CreateData()
    {
        var (tokens, labels) = Draw();
        return ModelData.From(tokens, labels);
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target);

    public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam(model.parameters(), lr: 0.003);

    /// <summary>64 sequences [64, 10] of 5 to 9 tokens and padding behind them, and their classes [64].</summary>
    protected static (Tensor Tokens, Tensor Labels) Draw()
    {
        var tokens = randint(3, SequenceEncoder.Vocabulary, [Samples, SequenceEncoder.Length], int64);
        var labels = arange(Samples).remainder(SequenceEncoder.Classes);
        for (var i = 0; i < Samples; i++)
        {
            var length = 5 + (i / 2 % 5);
            var places = randperm(length)[..2].sort().Values;
            tokens[i, places[0]] = 1 + (i % 2);
            tokens[i, places[1]] = 2 - (i % 2);
            tokens[i].narrow(0, length, SequenceEncoder.Length - length).fill_(SequenceEncoder.Padding);
        }
        return (tokens, labels);
    }
}
