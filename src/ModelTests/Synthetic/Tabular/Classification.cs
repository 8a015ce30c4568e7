using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// Clusters on the corners of a hypercube, some for each class, among features that repeat each other or say nothing (make_classification of scikit-learn,
    /// after Guyon, Design of experiments for the NIPS 2003 variable selection benchmark, 2003). A sample of a cluster is z A + corner: z ~ N(0, 1) per informative
    /// feature, A a matrix of U(-1, 1) and corner one of (±classSep, …, ±classSep), both the cluster's own.
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="features">The number of features, at least informative + redundant + repeated; the others are N(0, 1).</param>
    /// <param name="informative">The dimension of the hypercube, at least 1, with 2^informative at least classes · clustersPerClass.</param>
    /// <param name="redundant">The number of features that are combinations of the informative ones, with coefficients U(-1, 1), at least 0.</param>
    /// <param name="repeated">The number of features that are copies of informative or redundant ones, at least 0.</param>
    /// <param name="classes">The number of classes, at least 2.</param>
    /// <param name="clustersPerClass">The number of clusters of each class, at least 1.</param>
    /// <param name="weights">The share of each class, above 0 and 1 in sum; equal by default. The samples have them exactly, up to rounding.</param>
    /// <param name="flipY">The share of samples, in [0, 1), whose class is drawn anew, equally likely from all classes, its own included.</param>
    /// <param name="classSep">Half of the length of the hypercube's edges, at least 0; the larger, the easier.</param>
    /// <param name="hypercube">True puts the clusters on the corners; false moves each by a random factor of U(0, 1) per cluster and per feature.</param>
    /// <param name="shift">What is added to each feature; null draws it from U(-classSep, classSep) per feature.</param>
    /// <param name="scale">What each feature is then multiplied by, above 0; null draws it from U(1, 101) per feature.</param>
    /// <param name="shuffle">True puts samples and features into random order; false leaves the samples by class and the features in the order informative, redundant, repeated, other.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, features] and targets [samples] of class indices (int64). Bayes error and loss floor are those of the clusters drawn,
    /// estimated from the known densities, with a standard error of at most 0.0036 (loss floor: times ln classes).
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Classification(
        int samples = 512,
        int features = 20,
        int informative = 2,
        int redundant = 2,
        int repeated = 0,
        int classes = 2,
        int clustersPerClass = 2,
        IReadOnlyList<double>? weights = null,
        double flipY = 0.01,
        double classSep = 1,
        bool hypercube = true,
        double? shift = 0,
        double? scale = 1,
        bool shuffle = true,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(informative, 1);
        Require.AtLeast(redundant, 0);
        Require.AtLeast(repeated, 0);
        Require.AtLeast(features, informative + redundant + repeated);
        Require.AtLeast(classes, 2);
        Require.AtLeast(clustersPerClass, 1);
        Require.InHalfOpenRange(flipY, 0, 1);
        Require.FiniteAtLeast(classSep, 0);
        Require.Finite(shift ?? 0, nameof(shift));
        Require.StrictlyBetween(scale ?? 1, 0, double.PositiveInfinity, nameof(scale));
        if (informative < 31 && (long)classes * clustersPerClass > 1L << informative)
        {
            throw new ArgumentException(
                $"informative is {informative}, which makes {1L << informative} corners, and classes * clustersPerClass is {(long)classes * clustersPerClass}; each cluster needs a corner of its own.", nameof(informative));
        }
        var shares = ClassWeights.Of(weights, classes);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var clusters = HypercubeClusters.Drawn(classes, clustersPerClass, informative, classSep, hypercube, draw);
        var labels = ClassWeights.Labels(shares, samples);
        var columns = new List<Tensor> { clusters.Samples(labels, draw) };
        if (redundant > 0)
            columns.Add(columns[0].matmul(draw.Uniform(-1, 1, informative, redundant)));
        if (repeated > 0)
            columns.Add(cat(columns, 1).index_select(1, draw.Integers(informative + redundant, repeated)));
        var inputs = Distractors.Behind(cat(columns, 1), features - informative - redundant - repeated, draw);
        inputs += shift is { } offset ? tensor(offset, float64, CPU) : draw.Uniform(-classSep, classSep, features);
        inputs *= scale is { } factor ? tensor(factor, float64, CPU) : draw.Uniform(1, 101, features);

        // Every k-th of them would be drawn as it was: only the others change.
        var noise = flipY * (classes - 1) / classes;
        labels = Flipped(labels, noise, classes, draw);
        if (shuffle)
        {
            var order = draw.Permutation(samples);
            (inputs, labels) = (inputs[order].index_select(1, draw.Permutation(features)), labels[order]);
        }
        return draw.Deliver(inputs, labels, new LearningTask.Classification(classes), () => clusters.Limits(shares, noise));
    }
}
