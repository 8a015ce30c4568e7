using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    private const double SineFrequency = 8;
    private const double SineOffset = 1.2;

    /// <summary>
    /// A wave that a line cannot follow: x ~ U(-1, 1) per feature, y = mean over the features of sin(8 (x - 1.2)) + ε, ε ~ N(0, noise²).
    /// The mean keeps y within [-1, 1], but for the noise, whatever the number of features.
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="features">The number of features that y depends on, at least 1.</param>
    /// <param name="noise">The standard deviation of ε, in the unit of y, at least 0.</param>
    /// <param name="distractors">The number of further features, drawn alike, that y does not depend on, at least 0; they come last.</param>
    /// <param name="split">Which samples are held out; none by default. <see cref="Split.Gap"/> holds out both ends of the range.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of inputs and targets.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, features + distractors] and targets [samples, 1]. The loss floor is noise², that of a model that knows the formula;
    /// the loss of a model that ignores its input is the variance of y.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData SineRegression(
        int samples = 512,
        int features = 1,
        double noise = 0.01,
        int distractors = 0,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(features, 1);
        Require.FiniteAtLeast(noise, 0);
        Require.AtLeast(distractors, 0);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var inputs = draw.Uniform(-1, 1, samples, features + distractors);
        var wave = sin((inputs.narrow(1, 0, features) - SineOffset) * SineFrequency).mean([1], keepdim: true);
        var targets = wave + (draw.Normal(samples, 1) * noise);
        return draw.Deliver(inputs, targets, new LearningTask.Regression(1),
            () => new Limits((SineVariance() / features) + (noise * noise), noise * noise));
    }

    /// <summary>The variance of sin(u) for u = 8 (x - 1.2), x ~ U(-1, 1), by integrating sin and sin² over u.</summary>
    private static double SineVariance()
    {
        var (low, high) = (SineFrequency * (-1 - SineOffset), SineFrequency * (1 - SineOffset));
        var mean = (Math.Cos(low) - Math.Cos(high)) / (high - low);
        var meanSquare = 0.5 - ((Math.Sin(2 * high) - Math.Sin(2 * low)) / (4 * (high - low)));
        return meanSquare - (mean * mean);
    }
}
