using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// The parity of signs: x ~ U(-1, 1) per feature, and the class is 1 where an odd number of the features is positive, and else 0; then Gaussian noise
    /// on x. With two features these are the quadrants of exclusive or. No feature, and no sum of functions of one feature each, says anything about the class.
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="features">The number of features that take part, at least 2.</param>
    /// <param name="noise">The standard deviation of the Gaussian noise on each feature, at least 0.</param>
    /// <param name="labelNoise">The share of labels, in [0, 1), that are replaced with the other class.</param>
    /// <param name="distractors">The number of further features, N(0, 1), that the target does not depend on, at least 0; they come last.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, features + distractors] and targets [samples] of class indices (int64): 0 even, 1 odd. Without noise the Bayes error is the label noise
    /// (1 - labelNoise past 0.5); else it is estimated from the known densities, as the loss floor is, with a standard error of at most 0.0036.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Xor(
        int samples = 512,
        int features = 2,
        double noise = 0,
        double labelNoise = 0,
        int distractors = 0,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(features, 2);
        Require.FiniteAtLeast(noise, 0);
        Require.InHalfOpenRange(labelNoise, 0, 1);
        Require.AtLeast(distractors, 0);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var clean = draw.Uniform(-1, 1, samples, features);
        var labels = clean.gt(0).sum(1).remainder(2);
        var inputs = clean + (draw.Normal(samples, features) * noise);
        return draw.Deliver(Distractors.Behind(inputs, distractors, draw), Flipped(labels, labelNoise, 2, draw),
            new LearningTask.Classification(2) { Names = ["even", "odd"] }, () => XorLimits.Of(features, noise, labelNoise));
    }
}
