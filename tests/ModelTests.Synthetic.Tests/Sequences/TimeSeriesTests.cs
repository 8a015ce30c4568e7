using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class TimeSeriesTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.TimeSeries(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    /// <summary>Sees the whole window.</summary>
    protected override Student Suitable => new(() => nn.Sequential(nn.Flatten(), nn.Linear(24, 1))) { Epochs = 30 };

    /// <summary>Half of the variance is all that the last value explains: the correlation of neighbours is 0.7.</summary>
    protected override Student Unsuitable => new(() => new LastValue()) { Epochs = 30 };

    /// <summary>Over seeds 0 to 19 R² is 0.91 to 0.95 and 0.40 to 0.53; 0.96 is the best possible.</summary>
    protected override double Learned => 0.72;

    [Theory]
    [InlineData(8, 0.98)]
    [InlineData(2, 0.5)]
    [InlineData(5.5, 0.9)]
    [InlineData(100, 0)]
    public void The_process_follows_its_formula(double period, double persistence)
    {
        const int samples = 20_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.TimeSeries(samples, length: 6, period: period, persistence: persistence, noise: 0.3, dtype: ScalarType.Float64);
        var values = cat([data.Training.Input.squeeze(2), data.Training.Target], 1);
        var (first, second) = (2 * persistence * Math.Cos(2 * Math.PI / period), -persistence * persistence);
        for (var t = 0; t < 7; t++)
        {
            // Stationary from the first value on.
            Assert.Equal(1, values.select(1, t).square().mean().ToDouble() / data.InputIndependentLoss!.Value, Statistics.Z * Math.Sqrt(2.0 / samples));
            if (t < 2)
                continue;
            var residual = values.select(1, t) - (first * values.select(1, t - 1)) - (second * values.select(1, t - 2));
            Assert.Equal(0, residual.mean().ToDouble(), Statistics.Z * 0.3 / Math.Sqrt(samples));
            Assert.Equal(1, residual.square().mean().ToDouble() / 0.09, Statistics.Z * Math.Sqrt(2.0 / samples));
        }
        // The lag-1 product of a Gaussian pair with the correlation ρ has the variance (1 + ρ²) γ².
        var expected = first / (1 - second);
        var correlation = (values.select(1, 0) * values.select(1, 1)).mean().ToDouble() / data.InputIndependentLoss!.Value;
        Assert.Equal(expected, correlation, Statistics.Z * Math.Sqrt((1 + (expected * expected)) / samples));
    }

    [Theory]
    [InlineData(1, 8, 0.98)]
    [InlineData(4, 8, 0.98)]
    [InlineData(3, 2, 0.7)]
    public void The_best_forecast_reaches_the_loss_floor(int horizon, double period, double persistence)
    {
        const int samples = 20_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.TimeSeries(samples, horizon: horizon, period: period, persistence: persistence, dtype: ScalarType.Float64);
        var (first, second) = (2 * persistence * Math.Cos(2 * Math.PI / period), -persistence * persistence);
        var values = new List<Tensor> { data.Training.Input.select(1, 22), data.Training.Input.select(1, 23) };
        for (var step = 0; step < horizon; step++)
            values.Add((values[^1] * first) + (values[^2] * second));
        var losses = (cat([.. values.Skip(2)], 1) - data.Training.Target).square().mean([1L]);

        Assert.Equal(data.LossFloor!.Value, losses.mean().ToDouble(), Statistics.Z * losses.std().ToDouble() / Math.Sqrt(samples));
        if (horizon == 1)
            Assert.Equal(0.01, data.LossFloor.Value, 1e-12);
    }

    [Fact]
    public void Targets_are_the_features_of_each_step_ahead_without_distractors()
    {
        using var scope = NewDisposeScope();
        var near = Synthetic.TimeSeries(samples: 5, length: 4, horizon: 3, features: 2, distractors: 1).Training;
        var whole = Synthetic.TimeSeries(samples: 5, length: 6, horizon: 1, features: 3).Training;

        Assert.Equal([5, 4, 3], near.Input.shape);
        Assert.Equal([5, 6], near.Target.shape);
        Assert.Equal(whole.Input.narrow(1, 0, 4), near.Input);
        Assert.Equal(whole.Input.narrow(1, 4, 2).narrow(2, 0, 2).reshape(5, 4), near.Target.narrow(1, 0, 4));
    }

    [Fact]
    public void Series_are_independent()
    {
        const int samples = 20_000;
        using var scope = NewDisposeScope();
        var last = Synthetic.TimeSeries(samples, features: 2, distractors: 1, dtype: ScalarType.Float64);
        var moments = last.Training.Input.select(1, 23);
        moments = moments.t().matmul(moments) / samples / last.InputIndependentLoss!.Value;
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < i; j++)
                Assert.Equal(0, moments[i, j].ToDouble(), Statistics.Z / Math.Sqrt(samples));
        }
    }

    [Theory]
    [InlineData(0, 24, 1, 1, 8, 0.9, 0.1, 0, "samples")]
    [InlineData(1, 1, 1, 1, 8, 0.9, 0.1, 0, "length")]
    [InlineData(1, 24, 0, 1, 8, 0.9, 0.1, 0, "horizon")]
    [InlineData(1, 24, 1, 0, 8, 0.9, 0.1, 0, "features")]
    [InlineData(1, 24, 1, 1, 1.9, 0.9, 0.1, 0, "period")]
    [InlineData(1, 24, 1, 1, double.PositiveInfinity, 0.9, 0.1, 0, "period")]
    [InlineData(1, 24, 1, 1, 8, 1, 0.1, 0, "persistence")]
    [InlineData(1, 24, 1, 1, 8, -0.1, 0.1, 0, "persistence")]
    [InlineData(1, 24, 1, 1, 8, 0.9, 0, 0, "noise")]
    [InlineData(1, 24, 1, 1, 8, 0.9, double.NaN, 0, "noise")]
    [InlineData(1, 24, 1, 1, 8, 0.9, 0.1, -1, "distractors")]
    public void Illegal_arguments_are_refused_by_name(
        int samples, int length, int horizon, int features, double period, double persistence, double noise, int distractors, string argument) =>
        Assert.Throws<ArgumentOutOfRangeException>(argument, () => Synthetic.TimeSeries(samples, length, horizon, features, period, persistence, noise, distractors));

    private sealed class LastValue : nn.Module<Tensor, Tensor>
    {
        private readonly Linear head = nn.Linear(1, 1);

        public LastValue()
            : base(nameof(LastValue)) => RegisterComponents();

        public override Tensor forward(Tensor series) => head.call(series.select(1, -1));
    }
}
