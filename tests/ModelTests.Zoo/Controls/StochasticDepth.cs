using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Each residual branch is left out of every second training step, for all samples (Huang et al. 2016, "Deep Networks with Stochastic Depth").</summary>
internal sealed class StochasticBlock(CallStyle style) : ResidualBlock(style)
{
    private const double Survival = 0.5;

    public override Tensor forward(Tensor input)
    {
        if (!training)
            return input + (Branch(input) * Survival);
        return rand(1).item<float>() < Survival ? input + Branch(input) : input.alias();
    }

    /// <summary>A network with two such blocks.</summary>
    public static Module<Tensor, Tensor> Network(CallStyle style) => new ResidualNetwork(style, new StochasticBlock(style), new StochasticBlock(style));
}
