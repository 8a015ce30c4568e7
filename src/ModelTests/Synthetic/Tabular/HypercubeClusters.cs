using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The clusters of <see cref="Synthetic.Classification"/>: cluster c belongs to the class c / clustersPerClass. Plain values, so that the limits can be found later.</summary>
internal sealed record HypercubeClusters(int ClustersPerClass, int Dimensions, double[] Centers, double[] Mixing)
{
    /// <summary>Up to here all corners are put into random order; beyond, two draws are rarely the same one.</summary>
    private const int DimensionsToEnumerate = 16;

    private int Count => Centers.Length / Dimensions;

    /// <summary>Clusters around corners of their own, each with a random matrix that gives it its shape.</summary>
    public static HypercubeClusters Drawn(int classes, int clustersPerClass, int dimensions, double classSep, bool hypercube, Drawing draw)
    {
        using var scope = NewDisposeScope();
        var count = classes * clustersPerClass;
        var centers = Corners(count, dimensions, draw) * classSep;
        if (!hypercube)
            centers = centers * draw.Uniform(0, 1, count, 1) * draw.Uniform(0, 1, 1, dimensions);
        var mixing = draw.Uniform(-1, 1, count, dimensions, dimensions);
        return new(clustersPerClass, dimensions, [.. centers.data<double>()], [.. mixing.data<double>()]);
    }

    /// <summary>One sample per class index, [samples, dimensions]; each cluster of a class is equally likely.</summary>
    public Tensor Samples(Tensor labels, Drawing draw)
    {
        var (samples, clusters) = (labels.shape[0], (labels * ClustersPerClass) + draw.Integers(ClustersPerClass, labels.shape[0]));
        var white = draw.Normal(samples, Dimensions);
        var inputs = tensor(Centers, [Count, Dimensions], float64, CPU)[clusters];
        var mixing = tensor(Mixing, [Count, Dimensions, Dimensions], float64, CPU);
        for (var cluster = 0; cluster < Count; cluster++)
        {
            var rows = clusters.eq(cluster).nonzero().squeeze(1);
            inputs = inputs.index_add(0, rows, white[rows].matmul(mixing[cluster]), 1);
        }
        return inputs;
    }

    /// <summary>From the density of each class, the mean of its clusters' ones.</summary>
    public Limits Limits(double[] shares, double labelNoise) =>
        PosteriorLimits.Of(shares, labelNoise, (labels, draw) =>
        {
            var inputs = Samples(labels, draw);
            var clusters = stack(Enumerable.Range(0, Count).Select(cluster => LogDensity(inputs, cluster)), 1);
            return clusters.reshape(labels.shape[0], shares.Length, ClustersPerClass).logsumexp(2);
        });

    /// <summary>Of N(center, AᵀA), up to a constant: with z = (x - center) A⁻¹ it is -|z|²/2 - ln |det A|.</summary>
    private Tensor LogDensity(Tensor inputs, int cluster)
    {
        var mixing = tensor(Mixing[(cluster * Dimensions * Dimensions)..((cluster + 1) * Dimensions * Dimensions)], [Dimensions, Dimensions], float64, CPU);
        var center = tensor(Centers[(cluster * Dimensions)..((cluster + 1) * Dimensions)], float64, CPU);
        var white = (inputs - center).matmul(linalg.inv(mixing));
        return -(white.square().sum(1) / 2) - linalg.det(mixing).abs().log();
    }

    /// <summary>Distinct corners of the cube [-1, 1]^dimensions, [count, dimensions].</summary>
    private static Tensor Corners(int count, int dimensions, Drawing draw)
    {
        if (dimensions <= DimensionsToEnumerate)
        {
            var chosen = draw.Permutation(1L << dimensions).narrow(0, 0, count).unsqueeze(1);
            var powers = tensor(Enumerable.Range(0, dimensions).Select(bit => 1L << bit).ToArray(), int64, CPU);
            return (chosen.bitwise_and(powers).ne(0).to(float64) * 2) - 1;
        }
        var corners = new Dictionary<string, double[]>();
        while (corners.Count < count)
        {
            using var bits = draw.Integers(2, dimensions);
            double[] corner = [.. bits.data<long>().Select(bit => (2.0 * bit) - 1)];
            corners.TryAdd(string.Join(' ', corner), corner);
        }
        return tensor(corners.Values.SelectMany(corner => corner).ToArray(), [count, dimensions], float64, CPU);
    }
}
