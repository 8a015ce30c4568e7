using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Attention of one head over all positions that are no padding: states [N, T, 16] and padding [N, T] into [N, T, 16].</summary>
internal class PaddedAttention : Module<Tensor, Tensor, Tensor>
{
    public const int Width = 16;

    protected readonly CallStyle style;
    protected readonly Linear q = Linear(Width, Width);
    protected readonly Linear k = Linear(Width, Width);
    protected readonly Linear v = Linear(Width, Width);
    protected readonly Linear o = Linear(Width, Width);

    public PaddedAttention(CallStyle style)
        : base(nameof(PaddedAttention))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor states, Tensor padding)
    {
        var scores = style.Run(q, states).matmul(style.Run(k, states).transpose(1, 2)) / Math.Sqrt(Width);
        // Finite, so that a sequence of padding only gives numbers.
        var weights = functional.softmax(scores.masked_fill(Hidden(padding).unsqueeze(1), -1e9), -1);
        return style.Run(o, weights.matmul(style.Run(v, states)));
    }

    /// <summary>True where a key must not be attended to: [N, T].</summary>
    protected virtual Tensor Hidden(Tensor padding) => padding;
}
