using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// One smooth pattern per class, in Gaussian noise: image = pattern of its class, moved + noise · ε, ε ~ N(0, 1) per pixel.
    /// The patterns have the mean 0 in each channel and the mean square 1, and any two are equally far apart.
    /// Moved images wrap around at the borders; then only a model that looks for a pattern everywhere, such as a convolution, recognises it.
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="channels">The number of channels, at least 1; each has patterns of its own.</param>
    /// <param name="height">In pixels, at least 2.</param>
    /// <param name="width">In pixels, at least 2.</param>
    /// <param name="classes">The number of classes, at least 2.</param>
    /// <param name="noise">The standard deviation of ε's factor, in the unit of the patterns, at least 0.</param>
    /// <param name="smoothness">The standard deviation, in pixels, of the Gaussian filter that makes the patterns out of white noise; at least 0.</param>
    /// <param name="shift">The farthest that a pattern is moved along either axis, in whole pixels: 0 up to half of the shorter side. Each shift is equally likely.</param>
    /// <param name="weights">The share of each class, above 0 and 1 in sum; equal by default. The samples have them exactly, up to rounding.</param>
    /// <param name="labelNoise">The share of labels, in [0, 1), that are replaced with one of the other classes.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, channels, height, width] and targets [samples] of class indices (int64). Without shifts the limits are those of
    /// <see cref="GaussianClasses"/> at the separation √(2 · channels · height · width · classes / (classes - 1)) / noise;
    /// with shifts only the input-independent loss is known.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Images(
        int samples = 512,
        int channels = 1,
        int height = 28,
        int width = 28,
        int classes = 10,
        double noise = 1,
        double smoothness = 1,
        int shift = 0,
        IReadOnlyList<double>? weights = null,
        double labelNoise = 0,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(channels, 1);
        Require.AtLeast(height, 2);
        Require.AtLeast(width, 2);
        Require.AtLeast(classes, 2);
        Require.FiniteAtLeast(noise, 0);
        Require.FiniteAtLeast(smoothness, 0);
        Require.InHalfOpenRange(shift, 0, (Math.Min(height, width) / 2) + 1);
        Require.InHalfOpenRange(labelNoise, 0, 1);
        var shares = ClassWeights.Of(weights, classes);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var labels = ClassWeights.Labels(shares, samples)[draw.Permutation(samples)];
        var patterns = ImagePatterns.Of(draw, classes, channels, height, width, smoothness);
        var moved = patterns.index(
            labels.view(-1, 1, 1, 1), arange(channels).view(1, -1, 1, 1),
            Moved(draw, samples, height, shift).view(samples, 1, height, 1), Moved(draw, samples, width, shift).view(samples, 1, 1, width));
        var inputs = moved + (draw.Normal(samples, channels, height, width) * noise);
        return draw.Deliver(inputs, Flipped(labels, labelNoise, classes, draw), new LearningTask.Classification(classes), () => ImageLimits());

        Limits ImageLimits()
        {
            var (dimensions, distance) = ImagePatterns.Geometry(classes, channels, height, width);
            var unmoved = GaussianLimits.Of(shares, dimensions, Math.Min(distance / noise, Apart), labelNoise);
            return shift == 0 ? unmoved : unmoved with { LossFloor = null, BayesError = null };
        }
    }

    /// <summary>From this separation on no two classes overlap in double precision.</summary>
    private const double Apart = 1000;

    /// <summary>Which row or column of the pattern each pixel of a sample shows, [samples, extent].</summary>
    private static Tensor Moved(Drawing draw, int samples, int extent, int shift) =>
        (arange(extent) + draw.Integers((2 * shift) + 1, samples).unsqueeze(1) - shift).remainder(extent);
}
