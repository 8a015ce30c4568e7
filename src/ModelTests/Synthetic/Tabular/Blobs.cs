using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// One round Gaussian cloud per class: centers ~ U(centerBox) per feature, samples ~ N(center, clusterStd²) (make_blobs of scikit-learn).
    /// How much the clouds overlap is up to chance; <see cref="GaussianClasses"/> has it as a parameter.
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="features">The number of features, at least 1.</param>
    /// <param name="centers">The number of classes, each a cloud, at least 2.</param>
    /// <param name="clusterStd">The standard deviation of each cloud along each feature, above 0.</param>
    /// <param name="centerBox">The range of the centers along each feature; (-10, 10) by default.</param>
    /// <param name="weights">The share of each class, above 0 and 1 in sum; equal by default. The samples have them exactly, up to rounding.</param>
    /// <param name="labelNoise">The share of labels, in [0, 1), that are replaced with one of the other classes.</param>
    /// <param name="distractors">The number of further features, N(0, 1), that the target does not depend on, at least 0; they come last.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, features + distractors] and targets [samples] of class indices (int64). Bayes error and loss floor are those of the centers drawn,
    /// estimated from the known densities, with a standard error of at most 0.0036 (loss floor: times ln centers).
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Blobs(
        int samples = 512,
        int features = 2,
        int centers = 3,
        double clusterStd = 1,
        (double Low, double High)? centerBox = null,
        IReadOnlyList<double>? weights = null,
        double labelNoise = 0,
        int distractors = 0,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(features, 1);
        Require.AtLeast(centers, 2);
        Require.StrictlyBetween(clusterStd, 0, double.PositiveInfinity);
        var (low, high) = CenterBox(centerBox);
        Require.InHalfOpenRange(labelNoise, 0, 1);
        Require.AtLeast(distractors, 0);
        var shares = ClassWeights.Of(weights, centers);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var means = draw.Uniform(low, high, centers, features);
        var labels = ClassWeights.Labels(shares, samples)[draw.Permutation(samples)];
        var inputs = means[labels] + (draw.Normal(samples, features) * clusterStd);
        var whitened = (means / clusterStd).data<double>().ToArray();
        return draw.Deliver(Distractors.Behind(inputs, distractors, draw), Flipped(labels, labelNoise, centers, draw), new LearningTask.Classification(centers),
            () => BlobLimits(whitened, shares, labelNoise));
    }

    private static (double Low, double High) CenterBox((double Low, double High)? centerBox)
    {
        var (low, high) = centerBox ?? (-10, 10);
        return double.IsFinite(low) && double.IsFinite(high) && low < high
            ? (low, high)
            : throw new ArgumentException(FormattableString.Invariant($"centerBox is ({low}, {high}); both ends must be finite, and the first below the second."), nameof(centerBox));
    }

    private static Limits BlobLimits(double[] whitenedMeans, double[] shares, double labelNoise) =>
        PosteriorLimits.Of(shares, labelNoise, (labels, draw) =>
        {
            var means = tensor(whitenedMeans, [shares.Length, whitenedMeans.Length / shares.Length], float64, CPU);
            var points = means[labels];
            points += draw.Normal(points.shape);
            return points.matmul(means.t()) - (means.square().sum(1) / 2);
        });
}
