using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Two affine couplings: points [N, 2] into latent points [N, 2] and the logarithm of the volume's change [N] (Dinh et al. 2017, "RealNVP").</summary>
internal sealed class FlowNetwork : Module<Tensor, (Tensor Latent, Tensor LogVolume)>
{
    private readonly CallStyle style;
    private readonly Linear first1 = Linear(1, 16);
    private readonly Linear first2 = Linear(16, 2);
    private readonly Linear second1 = Linear(1, 16);
    private readonly Linear second2 = Linear(16, 2);

    public FlowNetwork(CallStyle style)
        : base(nameof(FlowNetwork))
    {
        this.style = style;
        RegisterComponents();
    }

    public override (Tensor Latent, Tensor LogVolume) forward(Tensor points)
    {
        var (a, b) = (points[.., ..1], points[.., 1..]);
        var (scale1, shift1) = Coupling(first1, first2, a);
        b = (b * scale1.exp()) + shift1;
        var (scale2, shift2) = Coupling(second1, second2, b);
        a = (a * scale2.exp()) + shift2;
        return (cat([a, b], 1), (scale1 + scale2).squeeze(1));
    }

    private (Tensor Scale, Tensor Shift) Coupling(Linear inner, Linear outer, Tensor given)
    {
        var both = style.Run(outer, functional.relu(style.Run(inner, given)));
        return (both[.., ..1].tanh() * 2, both[.., 1..]);
    }
}

/// <summary>A narrow noisy arc; the negative log-likelihood of a density above 1 is below 0.</summary>
internal sealed class FlowFixture(CallStyle style) : ModelRecipes<FlowNetwork>
{
    public override FlowNetwork CreateModel() => new(style);

    public override ModelData CreateData()
    {
        var x = randn(128) * 0.3;
        var points = stack([x, (x.square() * 2) + (randn(128) * 0.05)], 1);
        return ModelData.From(points.split(32).Select(batch => new Batch([batch], [])));
    }

    public override Tensor Loss(ModelOutput output, Batch batch)
    {
        var (latent, logVolume) = output;
        return (((latent.square().sum(1) / 2) + Math.Log(2 * Math.PI)) - logVolume).mean();
    }

    public override Optimizer CreateOptimizer(FlowNetwork model) => Adam(model.parameters(), lr: 0.005);
}
