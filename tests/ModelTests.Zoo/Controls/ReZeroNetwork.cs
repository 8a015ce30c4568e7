using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>A residual branch times a learnt number that begins at 0 (Bachlechner et al. 2020, "ReZero is All You Need").</summary>
internal sealed class ReZeroBlock : ResidualBlock
{
    private readonly Parameter alpha = new(zeros(1));

    public ReZeroBlock(CallStyle style)
        : base(style)
    {
    }

    protected override Tensor Join(Tensor input, Tensor branch) => input + (alpha * branch);

    /// <summary>A network with two such blocks.</summary>
    public static Module<Tensor, Tensor> Network(CallStyle style) => new ResidualNetwork(style, new ReZeroBlock(style), new ReZeroBlock(style));
}
