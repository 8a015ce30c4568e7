using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Attention of one head over the past: [N, T, 16] into [N, T, 16].</summary>
internal class CausalAttention : Module<Tensor, Tensor>
{
    public const int Width = 16;

    protected readonly CallStyle style;
    protected readonly Linear q = Linear(Width, Width);
    protected readonly Linear k = Linear(Width, Width);
    protected readonly Linear v = Linear(Width, Width);
    protected readonly Linear o = Linear(Width, Width);

    public CausalAttention(CallStyle style)
        : base(nameof(CausalAttention))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor states)
    {
        var scores = Scores(style.Run(q, states), style.Run(k, states));
        var weights = functional.softmax(scores.masked_fill(Hidden(states.shape[1]), double.NegativeInfinity), -1);
        return style.Run(o, weights.matmul(style.Run(v, states)));
    }

    /// <summary>True at [t, s] when position t must not see position s: [T, T].</summary>
    protected virtual Tensor Hidden(long length) => ones(length, length, dtype: @bool).triu(1);

    /// <summary>Queries and keys [N, T, 16] into scores [N, T, T].</summary>
    protected virtual Tensor Scores(Tensor queries, Tensor keys) => queries.matmul(keys.transpose(1, 2)) / Math.Sqrt(Width);
}
