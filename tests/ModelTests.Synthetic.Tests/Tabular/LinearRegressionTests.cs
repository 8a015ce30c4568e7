using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class LinearRegressionTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.LinearRegression(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Linear(20, 1)) { LearningRate = 0.1 };

    /// <summary>Without signs a sample looks like its mirror image, for which the answer is the opposite.</summary>
    protected override Student Unsuitable => new(() => nn.Sequential(new Signless(), nn.Linear(20, 1))) { LearningRate = 0.1 };

    /// <summary>R² at seeds 0-19: suitable 0.994 to 0.998, unsuitable -0.214 to -0.049.</summary>
    protected override double Learned => 0.5;

    [Theory]
    [InlineData(null, 0)]
    [InlineData(null, 0.3)]
    [InlineData(5, 0.3)]
    public void Least_squares_finds_the_coefficients_and_leaves_the_noise(int? effectiveRank, double noise)
    {
        const int samples = 20_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.LinearRegression(samples, features: 8, informative: 6, targets: 2, bias: 3, effectiveRank: effectiveRank, noise: noise, dtype: ScalarType.Float64);
        var design = cat([data.Training.Input, ones(samples, 1, dtype: float64)], 1);
        var coefficients = linalg.inv(design.t().matmul(design)).matmul(design.t()).matmul(data.Training.Target);

        Assert.Equal([2], data.TargetShape);
        // Nine coefficients take up nine of the residual's degrees of freedom.
        Bounds.MeanIs(noise * noise, (data.Training.Target - design.matmul(coefficients)).square(), tolerance: (noise * noise * 9 / samples) + 1e-12);
        Assert.Equal(noise * noise, data.LossFloor);
        if (effectiveRank is null)
        {
            Assert.True(allclose(coefficients[6..8], zeros(2, 2, dtype: float64), atol: Statistics.Z * noise / Math.Sqrt(samples) * 1.1 + 1e-9));
            Assert.True(allclose(coefficients[8], full(2, 3.0, dtype: float64), atol: Statistics.Z * noise / Math.Sqrt(samples) * 1.1 + 1e-9));
            Bounds.MeanIs(data.InputIndependentLoss!.Value, (data.Training.Target - 3).square());
        }
        else
        {
            Assert.Null(data.InputIndependentLoss);
        }
    }

    [Fact]
    public void An_effective_rank_gives_the_singular_values_of_the_formula()
    {
        using var scope = NewDisposeScope();
        var input = Synthetic.LinearRegression(samples: 100, effectiveRank: 4, tailStrength: 0.2, dtype: ScalarType.Float64).Training.Input;
        var values = linalg.eigvalsh(input.t().matmul(input)).clamp_min(0).sqrt().flip(0);
        var index = arange(20, float64) / 4;

        Assert.True(allclose(values, (0.8 * exp(-index.square())) + (0.2 * exp(-0.1 * index)), atol: 1e-9));
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "features", () => Synthetic.LinearRegression(features: 5) },
        { "informative", () => Synthetic.LinearRegression(informative: 0) },
        { "targets", () => Synthetic.LinearRegression(targets: 0) },
        { "bias", () => Synthetic.LinearRegression(bias: double.NaN) },
        { "effectiveRank", () => Synthetic.LinearRegression(effectiveRank: 0) },
        { "tailStrength", () => Synthetic.LinearRegression(tailStrength: 1) },
        { "noise", () => Synthetic.LinearRegression(noise: -1) },
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
