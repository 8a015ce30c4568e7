using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Divides by the root of the mean square (Zhang and Sennrich 2019): [.., 16] into [.., 16].</summary>
internal sealed class RootMeanSquareNorm : Module<Tensor, Tensor>
{
    private readonly Parameter gain = new(ones(CausalAttention.Width));

    public RootMeanSquareNorm()
        : base(nameof(RootMeanSquareNorm)) => RegisterComponents();

    public override Tensor forward(Tensor input) => input * (input.square().mean([-1], keepdim: true) + 1e-6).rsqrt() * gain;
}

/// <summary>A causal block with gated units and without biases (Shazeer 2020, "GLU Variants Improve Transformer"); learnt positions.</summary>
internal sealed class GatedTransformer : Module<Tensor, Tensor>
{
    private const int Width = CausalAttention.Width;

    private readonly CallStyle style;
    private readonly Embedding emb = Embedding(CausalLanguageModel.Vocabulary, Width);
    private readonly Parameter pos = new(randn(CausalLanguageModel.Length, Width) * 0.1);
    private readonly RootMeanSquareNorm norm1 = new();
    private readonly CausalAttention attn;
    private readonly RootMeanSquareNorm norm2 = new();
    private readonly Linear gate = Linear(Width, 2 * Width, hasBias: false);
    private readonly Linear up = Linear(Width, 2 * Width, hasBias: false);
    private readonly Linear down = Linear(2 * Width, Width, hasBias: false);
    private readonly RootMeanSquareNorm norm3 = new();
    private readonly Linear head = Linear(Width, CausalLanguageModel.Vocabulary, hasBias: false);

    public GatedTransformer(CallStyle style)
        : base(nameof(GatedTransformer))
    {
        this.style = style;
        attn = new CausalAttention(style);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        var states = style.Run(emb, tokens) + pos.narrow(0, 0, tokens.shape[1]);
        states = states + style.Run(attn, style.Run(norm1, states));
        var normed = style.Run(norm2, states);
        states = states + style.Run(down, functional.silu(style.Run(gate, normed)) * style.Run(up, normed));
        return style.Run(head, style.Run(norm3, states));
    }
}
