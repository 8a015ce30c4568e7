using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>One encoder for anchor, positive and negative, each [N, 10] into [N, 8].</summary>
internal sealed class TripletEncoder : Module<Tensor, Tensor, Tensor, (Tensor Anchor, Tensor Positive, Tensor Negative)>
{
    private readonly CallStyle style;
    private readonly Linear fc1 = Linear(10, 32);
    private readonly Linear fc2 = Linear(32, 8);

    public TripletEncoder(CallStyle style)
        : base(nameof(TripletEncoder))
    {
        this.style = style;
        RegisterComponents();
    }

    public override (Tensor Anchor, Tensor Positive, Tensor Negative) forward(Tensor anchor, Tensor positive, Tensor negative) =>
        (Encode(anchor), Encode(positive), Encode(negative));

    private Tensor Encode(Tensor input) => style.Run(fc2, functional.relu(style.Run(fc1, input)));
}

/// <summary>Samples around four centres; a triplet whose margin is kept costs nothing and has no gradient.</summary>
internal sealed class TripletFixture(CallStyle style) : ModelRecipes<TripletEncoder>
{
    private const double Margin = 1;

    public override TripletEncoder CreateModel() => new(style);

    public override ModelData CreateData()
    {
        var centres = randn(4, 10) * 2;
        var classes = arange(64).remainder(4);
        var others = (classes + 1 + arange(64).div(4, rounding_mode: RoundingMode.floor).remainder(3)).remainder(4);
        return ModelData.From([.. Enumerable.Range(0, 4).Select(i => new Batch([Draw(classes, i), Draw(classes, i), Draw(others, i)], []))]);

        Tensor Draw(Tensor of, int batch) => (centres[of] + randn(64, 10)).narrow(0, batch * 16, 16);
    }

    public override Tensor Loss(ModelOutput output, Batch batch)
    {
        var (anchor, positive, negative) = output;
        return ((anchor - positive).square().sum(1) - (anchor - negative).square().sum(1) + Margin).clamp_min(0).mean();
    }

    public override Optimizer CreateOptimizer(TripletEncoder model) => Adam(model.parameters(), lr: 0.003);
}
