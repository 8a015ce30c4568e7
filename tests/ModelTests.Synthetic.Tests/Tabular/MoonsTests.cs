using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class MoonsTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.Moons(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 2))) { LearningRate = 0.03, Epochs = 30 };

    /// <summary>A line leaves the tips of both moons on the wrong side.</summary>
    protected override Student Unsuitable => new(() => nn.Linear(2, 2)) { LearningRate = 0.03, Epochs = 30 };

    /// <summary>Accuracy at seeds 0-19: suitable 0.984 to 1, unsuitable 0.84 to 0.914.</summary>
    protected override double Learned => 0.95;

    [Fact]
    public void Without_noise_the_classes_are_half_circles_that_hold_each_other()
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.Moons(noise: 0, distractors: 1, dtype: ScalarType.Float64).Training;
        var (x, y, lower) = (data.Input.select(1, 0), data.Input.select(1, 1), data.Target.to(float64));
        var height = (1 - (2 * lower)) * (y - (lower / 2));

        Assert.Equal([512, 3], data.Input.shape);
        Assert.True(allclose(((x - lower).square() + height.square()), ones(512, dtype: float64), atol: 1e-12));
        Assert.True(height.ge(-1e-12).all().ToBoolean());
        Assert.Equal([256, 256], data.Target.bincount(null).data<long>());
    }

    [Fact]
    public void The_positions_are_uniform_along_the_arc_and_the_noise_is_added_to_both_coordinates()
    {
        const int samples = 40_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.Moons(samples, noise: 0.3, weights: [0.75, 0.25], dtype: ScalarType.Float64).Training;
        var upper = data.Input[data.Target.eq(0)];

        // cos t and sin t of t ~ U(0, π) have the means 0 and 2/π and the second moments 1/2.
        Assert.Equal(30_000, upper.shape[0]);
        Bounds.MeanIs(0, upper.select(1, 0));
        Bounds.MeanIs(2 / Math.PI, upper.select(1, 1));
        Bounds.MeanIs(0.5 + 0.09, upper.select(1, 0).square());
        Bounds.MeanIs(0.5 + 0.09, upper.select(1, 1).square());
    }

    [Theory]
    [InlineData(0.2, 0.5)]
    [InlineData(0.4, 0.8)]
    public void The_limits_are_the_integrals_over_the_plane(double noise, double upperShare)
    {
        using var scope = NewDisposeScope();
        using var data = Synthetic.Moons(samples: 1, noise: noise, weights: [upperShare, 1 - upperShare]);
        var angle = (arange(400, float64) + 0.5) / 400 * Math.PI;
        var (upper, lower) = (stack([cos(angle), sin(angle)], 1), stack([1 - cos(angle), 0.5 - sin(angle)], 1));

        PlaneIntegral.Agrees(data, [upper, lower], [upperShare, 1 - upperShare], noise);
    }

    [Fact]
    public void Without_noise_only_label_noise_limits_it()
    {
        using var data = Synthetic.Moons(samples: 10, noise: 0, labelNoise: 0.1);
        Assert.Equal(0.1, data.BayesError!.Value, 1e-12);
        Assert.Equal(-(0.1 * Math.Log(0.1)) - (0.9 * Math.Log(0.9)), data.LossFloor!.Value, 1e-12);
        Assert.Equal(Math.Log(2), data.InputIndependentLoss!.Value, 1e-12);
        Assert.Equal(["upper", "lower"], data.ClassNames);
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "noise", () => Synthetic.Moons(noise: -0.1) },
        { "noise", () => Synthetic.Moons(noise: double.NaN) },
        { "weights", () => Synthetic.Moons(weights: [1, 1]) },
        { "labelNoise", () => Synthetic.Moons(labelNoise: 1) },
        { "distractors", () => Synthetic.Moons(distractors: -1) },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public void Illegal_arguments_are_refused_by_name(string argument, Action create)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(create);
        Assert.Equal(argument, exception.ParamName);
        Assert.StartsWith(argument, exception.Message, StringComparison.Ordinal);
    }
}
