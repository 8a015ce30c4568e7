using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    private const int DefaultFeatures = 10;

    /// <summary>
    /// Classes that overlap as much as you like: a sample of class k is drawn from N(μₖ, Σ). The means form a regular simplex,
    /// each as far from all others, where the features give it room, and else a patch of the lattice of such simplices; both are turned at random.
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="features">The number of features that depend on the class, at least 1. Default: 10, or what <paramref name="shape"/> leaves.</param>
    /// <param name="classes">The number of classes, at least 2.</param>
    /// <param name="separation">
    /// The Mahalanobis distance between any two means, in standard deviations, at least 0;
    /// the smallest of these distances where features &lt; classes - 1.
    /// </param>
    /// <param name="covariance">Σ, [features, features], symmetric and positive definite; the identity by default.</param>
    /// <param name="weights">The share of each class, above 0 and 1 in sum; equal by default. The samples have them exactly, up to rounding.</param>
    /// <param name="labelNoise">The share of labels, in [0, 1), that are replaced with one of the other classes.</param>
    /// <param name="distractors">The number of further features, N(0, 1), that do not depend on the class, at least 0; they come last.</param>
    /// <param name="shape">The shape of one sample, such as [1, 28, 28], of features + distractors values; flat by default.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, features + distractors] or [samples, *shape] and targets [samples] of class indices (int64).
    /// With balanced, equidistant classes the Bayes error is 1 - ∫ φ(z - separation/√2) Φ(z)^(classes - 1) dz, which is Φ(-separation/2) for two classes;
    /// else it is estimated from the known densities, as the loss floor always is.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData GaussianClasses(
        int samples = 512,
        int? features = null,
        int classes = 4,
        double separation = 4,
        Tensor? covariance = null,
        IReadOnlyList<double>? weights = null,
        double labelNoise = 0,
        int distractors = 0,
        IReadOnlyList<long>? shape = null,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(classes, 2);
        Require.FiniteAtLeast(separation, 0);
        Require.InHalfOpenRange(labelNoise, 0, 1);
        Require.AtLeast(distractors, 0);
        var informative = SampleShape.Features(features, distractors, shape, DefaultFeatures);
        var shares = ClassWeights.Of(weights, classes);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var root = covariance is null ? null : CovarianceRoot.Of(covariance, informative);
        var labels = ClassWeights.Labels(shares, samples)[draw.Permutation(samples)];
        var whitened = draw.Normal(samples, informative) + Turned(ClassMeans.Whitened(classes, informative, separation), informative, draw)[labels];
        var inputs = root is null ? whitened : whitened.matmul(root.t());
        if (distractors > 0)
            inputs = cat([inputs, draw.Normal(samples, distractors)], 1);
        if (shape is not null)
            inputs = inputs.reshape([samples, .. shape]);

        return draw.Deliver(inputs, Flipped(labels, labelNoise, classes, draw), new LearningTask.Classification(classes),
            () => GaussianLimits.Of(shares, informative, separation, labelNoise));
    }

    /// <summary>The means in a random orientation, so that every feature tells something about the class.</summary>
    private static Tensor Turned(Tensor means, int features, Drawing draw)
    {
        var (axes, _) = linalg.qr(draw.Normal(features, means.shape[1]));
        return means.matmul(axes.t());
    }

    /// <summary>The labels with the given share of them, up to rounding, replaced with another class; each other class is equally likely.</summary>
    private static Tensor Flipped(Tensor labels, double share, int classes, Drawing draw)
    {
        var count = (long)Math.Round(share * labels.shape[0]);
        if (count == 0)
            return labels;
        var chosen = draw.Permutation(labels.shape[0]).narrow(0, 0, count);
        return labels.index_copy(0, chosen, (labels[chosen] + 1 + draw.Integers(classes - 1, count)).remainder(classes));
    }
}
