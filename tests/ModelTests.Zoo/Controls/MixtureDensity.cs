using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>A density of three Gaussians for each sample: weights, means and logarithms of spreads, each [N, 3] (Bishop 1994).</summary>
internal sealed class MixtureDensity : Module<Tensor, (Tensor Weights, Tensor Means, Tensor Spreads)>
{
    private const int Components = 3;

    private readonly CallStyle style;
    private readonly Linear hidden = Linear(1, 32);
    private readonly Linear weights = Linear(32, Components);
    private readonly Linear means = Linear(32, Components);
    private readonly Linear spreads = Linear(32, Components);

    public MixtureDensity(CallStyle style)
        : base(nameof(MixtureDensity))
    {
        this.style = style;
        RegisterComponents();
    }

    public override (Tensor Weights, Tensor Means, Tensor Spreads) forward(Tensor input)
    {
        var states = style.Run(hidden, input).tanh();
        return (style.Run(weights, states), style.Run(means, states), style.Run(spreads, states).clamp(-5, 5));
    }
}

/// <summary>A curve that has several values for one input.</summary>
internal sealed class MixtureFixture(CallStyle style) : ModelRecipes<MixtureDensity>
{
    public override MixtureDensity CreateModel() => new(style);

    public override ModelData CreateData()
    {
        var target = rand(128, 1);
        return ModelData.From(target + ((target * (2 * Math.PI)).sin() * 0.3) + (randn(128, 1) * 0.05), target);
    }

    public override Tensor Loss(ModelOutput output, Batch batch)
    {
        var (weights, means, spreads) = output;
        var distance = (batch.Target - means) / spreads.exp();
        var logarithms = functional.log_softmax(weights, 1) - spreads - (distance.square() / 2) - (Math.Log(2 * Math.PI) / 2);
        return -logarithms.logsumexp(1).mean();
    }

    public override Optimizer CreateOptimizer(MixtureDensity model) => Adam(model.parameters(), lr: 0.01);
}
