using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class SpiralsTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.Spirals(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Sequential(nn.Linear(2, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 3))) { LearningRate = 0.01, Epochs = 50 };

    /// <summary>A line crosses every arm.</summary>
    protected override Student Unsuitable => new(() => nn.Linear(2, 3)) { LearningRate = 0.03, Epochs = 30 };

    /// <summary>Accuracy at seeds 0-19: suitable 0.965 to 1, unsuitable 0.465 to 0.648.</summary>
    protected override double Learned => 0.8;

    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 2.5)]
    public void Without_noise_each_class_is_an_arm_that_turns_with_its_radius(int classes, double turns)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.Spirals(500, classes, turns, noise: 0, dtype: ScalarType.Float64).Training;
        var radius = data.Input.norm(1);
        var angle = ((turns * radius) + (data.Target.to(float64) / classes)) * 2 * Math.PI;

        Assert.True(allclose(data.Input, stack([radius * cos(angle), radius * sin(angle)], 1), atol: 1e-12));
        Assert.All(data.Target.bincount(null).data<long>(), count => Assert.Equal(500 / classes, count));
    }

    [Fact]
    public void The_squares_of_the_radii_are_uniform()
    {
        using var scope = NewDisposeScope();
        var square = Synthetic.Spirals(40_000, noise: 0, dtype: ScalarType.Float64).Training.Input.square().sum(1);
        Bounds.MeanIs(1.0 / 2, square);
        Bounds.MeanIs(1.0 / 3, square.square());
    }

    [Theory]
    [InlineData(2, 1, 0.1)]
    [InlineData(3, 1, 0.05)]
    public void The_limits_are_the_integrals_over_the_plane(int classes, double turns, double noise)
    {
        using var scope = NewDisposeScope();
        using var data = Synthetic.Spirals(samples: 1, classes, turns, noise);
        var radius = ((arange(600, float64) + 0.5) / 600).sqrt();
        var arms = Enumerable.Range(0, classes).Select(k => ((turns * radius) + ((double)k / classes)) * 2 * Math.PI)
            .Select(angle => stack([radius * cos(angle), radius * sin(angle)], 1));

        PlaneIntegral.Agrees(data, [.. arms], [.. Enumerable.Repeat(1.0 / classes, classes)], noise);
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "classes", () => Synthetic.Spirals(classes: 1) },
        { "turns", () => Synthetic.Spirals(turns: 0) },
        { "turns", () => Synthetic.Spirals(turns: double.PositiveInfinity) },
        { "noise", () => Synthetic.Spirals(noise: -0.1) },
        { "weights", () => Synthetic.Spirals(weights: [0.5, 0.5]) },
        { "labelNoise", () => Synthetic.Spirals(labelNoise: 1) },
        { "distractors", () => Synthetic.Spirals(distractors: -1) },
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
