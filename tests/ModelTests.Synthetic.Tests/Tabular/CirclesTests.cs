using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class CirclesTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.Circles(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 2))) { LearningRate = 0.03, Epochs = 30 };

    /// <summary>A line cuts both circles.</summary>
    protected override Student Unsuitable => new(() => nn.Linear(2, 2)) { LearningRate = 0.03, Epochs = 30 };

    /// <summary>Accuracy at seeds 0-19: suitable 0.965 to 0.996, unsuitable 0.359 to 0.578.</summary>
    protected override double Learned => 0.8;

    [Fact]
    public void Without_noise_each_class_has_its_radius()
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.Circles(factor: 0.3, noise: 0, distractors: 2, dtype: ScalarType.Float64).Training;
        var radius = data.Input.narrow(1, 0, 2).norm(1);

        Assert.Equal([512, 4], data.Input.shape);
        Assert.True(allclose(radius, 1 - (0.7 * data.Target.to(float64)), atol: 1e-12));
    }

    [Fact]
    public void The_angles_are_uniform_and_the_noise_is_added_to_both_coordinates()
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.Circles(40_000, noise: 0.3, dtype: ScalarType.Float64).Training;
        foreach (var (k, radius) in new[] { (0, 1.0), (1, 0.5) })
        {
            var points = data.Input[data.Target.eq(k)];
            for (var coordinate = 0; coordinate < 2; coordinate++)
            {
                Bounds.MeanIs(0, points.select(1, coordinate));
                Bounds.MeanIs((radius * radius / 2) + 0.09, points.select(1, coordinate).square());
            }
        }
    }

    [Theory]
    [InlineData(0.5, 0.2)]
    [InlineData(0.8, 0.1)]
    public void The_limits_are_the_integrals_over_the_plane(double factor, double noise)
    {
        using var scope = NewDisposeScope();
        using var data = Synthetic.Circles(samples: 1, factor, noise);
        var angle = arange(400, float64) / 400 * 2 * Math.PI;
        var outer = stack([cos(angle), sin(angle)], 1);

        PlaneIntegral.Agrees(data, [outer, outer * factor], [0.5, 0.5], noise);
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "factor", () => Synthetic.Circles(factor: 0) },
        { "factor", () => Synthetic.Circles(factor: 1) },
        { "noise", () => Synthetic.Circles(noise: -0.1) },
        { "weights", () => Synthetic.Circles(weights: [1, 1]) },
        { "labelNoise", () => Synthetic.Circles(labelNoise: -0.1) },
        { "distractors", () => Synthetic.Circles(distractors: -1) },
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
