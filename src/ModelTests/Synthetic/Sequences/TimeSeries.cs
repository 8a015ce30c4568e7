using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// Forecasting: windows of a wave whose phase and height drift, and what comes next. x(t) = 2 r cos(2π / period) x(t - 1) - r² x(t - 2) + ε(t), ε ~ N(0, noise²),
    /// with r the persistence. Each window is a realisation of its own of the stationary process, so that held-out windows do not overlap those for training.
    /// </summary>
    /// <param name="samples">The number of windows, at least 1.</param>
    /// <param name="length">The number of time steps that a model sees, at least 2.</param>
    /// <param name="horizon">The number of time steps to forecast, at least 1.</param>
    /// <param name="features">The number of values per time step, each a series of its own, at least 1.</param>
    /// <param name="period">Time steps per wave, at least 2.</param>
    /// <param name="persistence">r, the share of the wave's height that is left after one time step, in [0, 1); at 0 the series is white noise.</param>
    /// <param name="noise">The standard deviation of ε, in the unit of the series, above 0. It scales the whole series.</param>
    /// <param name="distractors">The number of further series of the same kind that are seen and not to be forecast, at least 0; they come last.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of inputs and targets.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, length, features + distractors] and targets [samples, horizon * features], all features of the first step ahead, then those of the second.
    /// The loss floor is noise² for a horizon of 1, and the mean over the steps ahead of noise² (ψ₀² + … + ψⱼ₋₁²) in general, where ψ is the response to a single ε of 1;
    /// the input-independent loss is the variance of the series. Both are exact.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData TimeSeries(
        int samples = 512,
        int length = 24,
        int horizon = 1,
        int features = 1,
        double period = 8,
        double persistence = 0.98,
        double noise = 0.1,
        int distractors = 0,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(length, 2);
        Require.AtLeast(horizon, 1);
        Require.AtLeast(features, 1);
        Require.FiniteAtLeast(period, 2);
        Require.InHalfOpenRange(persistence, 0, 1);
        Require.StrictlyBetween(noise, 0, double.PositiveInfinity);
        Require.AtLeast(distractors, 0);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var process = new AutoregressiveProcess(period, persistence, noise);
        var series = process.Draw(draw, samples, length + horizon, features + distractors);
        var targets = series.narrow(1, length, horizon).narrow(2, 0, features).reshape(samples, (long)horizon * features);
        return draw.Deliver(series.narrow(1, 0, length).clone(), targets.clone(), new LearningTask.Regression(horizon * features),
            () => new Limits(process.Variance, process.ForecastError(horizon)));
    }
}
