using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class SineRegressionTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.SineRegression(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Sequential(nn.Linear(1, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 1))) { Epochs = 60 };

    /// <summary>A line cannot follow the wave.</summary>
    protected override Student Unsuitable => new(() => nn.Linear(1, 1));

    protected override double Learned => 0.6;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Without_noise_the_target_is_the_mean_of_the_features_waves(int features)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.SineRegression(features: features, noise: 0, distractors: 3, dtype: ScalarType.Float64).Training;
        var expected = sin(8 * (data.Input.narrow(1, 0, features) - 1.2)).mean([1], keepdim: true);

        Assert.Equal([512, features + 3], data.Input.shape);
        Assert.Equal([512, 1], data.Target.shape);
        Assert.True(allclose(expected, data.Target, atol: 1e-12));
    }

    [Fact]
    public void Inputs_are_uniform_and_independent()
    {
        const int samples = 50_000;
        using var scope = NewDisposeScope();
        var input = Synthetic.SineRegression(samples, features: 2, distractors: 2, dtype: ScalarType.Float64).Training.Input;
        var secondMoments = input.t().matmul(input) / samples;

        Assert.InRange(input.min().ToDouble(), -1, -0.999);
        Assert.InRange(input.max().ToDouble(), 0.999, 1);
        for (var i = 0; i < 4; i++)
        {
            // U(-1, 1) has the variance 1/3, its square 4/45, and the product of two 1/9.
            Assert.Equal(0, input.select(1, i).mean().ToDouble(), Statistics.Z * Math.Sqrt(1.0 / 3 / samples));
            Assert.Equal(1.0 / 3, secondMoments[i, i].ToDouble(), Statistics.Z * Math.Sqrt(4.0 / 45 / samples));
            for (var j = 0; j < i; j++)
                Assert.Equal(0, secondMoments[i, j].ToDouble(), Statistics.Z / 3 / Math.Sqrt(samples));
        }
    }

    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(3, 0.5)]
    public void What_is_left_of_the_target_beside_the_wave_is_noise_and_the_loss_floor_is_its_variance(int features, double noise)
    {
        const int samples = 50_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.SineRegression(samples, features, noise, dtype: ScalarType.Float64);
        var residual = data.Training.Target - sin(8 * (data.Training.Input - 1.2)).mean([1], keepdim: true);

        Assert.Equal(noise * noise, data.LossFloor);
        Assert.Null(data.BayesError);
        Assert.Equal(0, residual.mean().ToDouble(), Statistics.Z * noise / Math.Sqrt(samples));
        Assert.Equal(1, residual.square().mean().ToDouble() / data.LossFloor!.Value, Statistics.Z * Math.Sqrt(2.0 / samples));
    }

    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(4, 0.3)]
    public void The_input_independent_loss_is_the_variance_of_the_target(int features, double noise)
    {
        const int samples = 50_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.SineRegression(samples, features, noise, dtype: ScalarType.Float64);
        var squares = (data.Training.Target - data.Training.Target.mean()).square();

        Assert.Equal(squares.mean().ToDouble(), data.InputIndependentLoss!.Value, Statistics.Z * squares.std().ToDouble() / Math.Sqrt(samples));
    }

    [Fact]
    public void One_sample_is_enough()
    {
        using var data = Synthetic.SineRegression(samples: 1);
        Assert.Single(data.TrainingBatches());
        Assert.Equal(new LearningTask.Regression(1), data.Task);
    }

    [Fact]
    public void The_default_gap_leaves_four_fifths_for_training()
    {
        using var data = Synthetic.SineRegression(samples: 10_000, split: Split.Gap());
        Assert.Equal(0.8, data.Training.Size / 10_000.0, Statistics.ShareBound(0.8, 10_000));
    }

    [Theory]
    [InlineData(0, 1, 0.01, 0, "samples")]
    [InlineData(-5, 1, 0.01, 0, "samples")]
    [InlineData(1, 0, 0.01, 0, "features")]
    [InlineData(1, 1, -0.01, 0, "noise")]
    [InlineData(1, 1, double.NaN, 0, "noise")]
    [InlineData(1, 1, double.PositiveInfinity, 0, "noise")]
    [InlineData(1, 1, 0.01, -1, "distractors")]
    public void Illegal_arguments_are_refused_by_name(int samples, int features, double noise, int distractors, string argument) =>
        Assert.Throws<ArgumentOutOfRangeException>(argument, () => Synthetic.SineRegression(samples, features, noise, distractors));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void The_formula_extrapolates_over_the_gap(int seed)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.SineRegression(split: Split.Gap(), seed: seed);

        Assert.True(HeldOutR2(data, sin(8 * (data.Validation!.Input - 1.2))) > 0.99);
    }

    private static double HeldOutR2(SyntheticData data, Tensor prediction)
    {
        var target = data.Validation!.Target;
        return 1 - ((target - prediction).square().mean() / target.var(unbiased: false)).ToDouble();
    }
}
