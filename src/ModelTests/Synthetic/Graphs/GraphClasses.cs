using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    private static readonly string[] GraphShapes = ["ring", "star", "tree"];

    /// <summary>
    /// Small graphs to classify as a whole by their structure: a ring, a star, or a tree that is no star. The nodes lie in random order,
    /// and their features are noise: only the edges tell.
    /// </summary>
    /// <param name="samples">The number of graphs N, at least 1.</param>
    /// <param name="nodes">The number of nodes V of each graph, at least 4: below, a tree is always a star.</param>
    /// <param name="features">The number of features of a node, N(0, 1), at least 1. None depends on the class.</param>
    /// <param name="noise">The probability, in [0, 1), with which a pair of nodes is joined if it was not, and else separated, each on its own.</param>
    /// <param name="weights">The shares of ring, star and tree, above 0 and 1 in sum; equal by default. The samples have them exactly, up to rounding.</param>
    /// <param name="labelNoise">The share of labels, in [0, 1), that are replaced with one of the other classes.</param>
    /// <param name="split">Which graphs are held out; none by default.</param>
    /// <param name="batchSize">Graphs per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// The inputs "features" [N, V, features] and "adjacency" [N, V, V] of 0 and 1, symmetric, 0 on the diagonals; targets [N] of class indices (int64).
    /// Ring and star are drawn from all of their kind with equal probability. A tree grows from a path of 4 nodes, each further node joined to one
    /// of those before it (random recursive tree). Without noise and label noise the Bayes error and the loss floor are 0, else they are not known;
    /// the loss of a model that ignores its input is the entropy of the labels' shares.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData GraphClasses(
        int samples = 512,
        int nodes = 12,
        int features = 4,
        double noise = 0,
        IReadOnlyList<double>? weights = null,
        double labelNoise = 0,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(nodes, 4);
        Require.AtLeast(features, 1);
        Require.InHalfOpenRange(noise, 0, 1);
        Require.InHalfOpenRange(labelNoise, 0, 1);
        var shares = ClassWeights.Of(weights, GraphShapes.Length);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var labels = ClassWeights.Labels(shares, samples)[draw.Permutation(samples)];
        var joined = Joined(Parents(labels, nodes, draw), nodes);
        var order = draw.Uniform(0, 1, samples, nodes).argsort(1);
        var adjacency = joined.take_along_dim(order.unsqueeze(2), 1).take_along_dim(order.unsqueeze(1), 2);
        var flips = Edges(full([samples, nodes, nodes], noise, float64, CPU), draw);

        var graphs = new Batch([draw.Normal(samples, nodes, features), (adjacency - flips).abs()], [Flipped(labels, labelNoise, GraphShapes.Length, draw)]);
        double? known = noise == 0 && labelNoise == 0 ? 0 : null;
        return draw.Deliver(graphs, new LearningTask.Classification(GraphShapes.Length) { Names = GraphShapes },
            () => new Limits(EntropyAfterNoise(shares, labelNoise), known, known), ["features", "adjacency"], ["label"]);
    }

    /// <summary>For each node one that it is joined to, [samples, nodes]: its predecessor, node 0, or one before it. Node 0 of a star or tree has itself.</summary>
    private static Tensor Parents(Tensor labels, int nodes, Drawing draw)
    {
        var position = arange(nodes, int64, CPU).unsqueeze(0);
        var ring = (position - 1).remainder(nodes);
        var star = zeros_like(position);
        var grown = (draw.Uniform(0, 1, labels.shape[0], nodes) * position).floor().to(int64);
        var tree = where(position.lt(4), (position - 1).clamp(min: 0), grown);
        var shape = labels.unsqueeze(1);
        return where(shape.eq(0), ring, where(shape.eq(1), star, tree));
    }

    /// <summary>The symmetric adjacency of nodes with these parents, without loops.</summary>
    private static Tensor Joined(Tensor parents, int nodes)
    {
        var directed = nn.functional.one_hot(parents, nodes).to(float64);
        return (directed + directed.transpose(1, 2)).clamp(max: 1) * (1 - eye(nodes, dtype: float64, device: CPU));
    }
}
