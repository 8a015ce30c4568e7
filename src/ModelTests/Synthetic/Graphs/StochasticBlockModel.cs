using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// One graph with communities, to classify its nodes: two nodes are joined with probability <paramref name="pIn"/> within a community
    /// and <paramref name="pOut"/> between two, independently of all others (stochastic block model; Holland, Laskey and Leinhardt, 1983).
    /// A node's features are drawn from N(μₖ, I) of its community k and tell little by themselves; those of its neighbours tell the rest.
    /// </summary>
    /// <param name="samples">The number of nodes V, at least 1. The adjacency has V² values.</param>
    /// <param name="communities">The number of communities, at least 2.</param>
    /// <param name="pIn">The probability of an edge between two nodes of one community, in [0, 1].</param>
    /// <param name="pOut">The probability of an edge between nodes of two communities, in [0, 1].</param>
    /// <param name="features">The number of features that depend on the community, at least 1.</param>
    /// <param name="separation">
    /// The distance between any two means, in standard deviations, at least 0; the smallest of these distances where features &lt; communities - 1.
    /// </param>
    /// <param name="weights">The share of each community, above 0 and 1 in sum; equal by default. The nodes have them exactly, up to rounding.</param>
    /// <param name="labelNoise">The share of labels, in [0, 1), that are replaced with one of the other communities.</param>
    /// <param name="distractors">The number of further features, N(0, 1), that do not depend on the community, at least 0; they come last.</param>
    /// <param name="split">
    /// Which nodes are held out; none by default. Training and validation have the same graph; each has -100 in place of the other's labels.
    /// </param>
    /// <param name="batchSize">At least 1, and without effect: the graph is one batch.</param>
    /// <param name="dtype">The floating-point type of the inputs.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// One batch, not separable: the inputs "features" [V, features + distractors] and "adjacency" [V, V] of 0 and 1, symmetric, 0 on its diagonal;
    /// targets [V] of community indices (int64). The loss of a model that ignores its input is the entropy of the labels' shares;
    /// the Bayes error and the loss floor are not known.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without nodes.</exception>
    public static SyntheticData StochasticBlockModel(
        int samples = 512,
        int communities = 4,
        double pIn = 0.1,
        double pOut = 0.01,
        int features = 8,
        double separation = 1,
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
        Require.AtLeast(communities, 2);
        Require.InClosedRange(pIn, 0, 1);
        Require.InClosedRange(pOut, 0, 1);
        Require.AtLeast(features, 1);
        Require.FiniteAtLeast(separation, 0);
        Require.InHalfOpenRange(labelNoise, 0, 1);
        Require.AtLeast(distractors, 0);
        var shares = ClassWeights.Of(weights, communities);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var members = ClassWeights.Labels(shares, samples)[draw.Permutation(samples)];
        var nodes = draw.Normal(samples, features) + Turned(ClassMeans.Whitened(communities, features, separation), features, draw)[members];
        if (distractors > 0)
            nodes = cat([nodes, draw.Normal(samples, distractors)], 1);
        var together = members.unsqueeze(1).eq(members.unsqueeze(0));
        var adjacency = Edges(together.to(float64) * (pIn - pOut) + pOut, draw);

        var graph = new Batch([nodes, adjacency], [Flipped(members, labelNoise, communities, draw)]) { Separable = false };
        return draw.Deliver(graph, new LearningTask.Classification(communities) { Names = [.. Enumerable.Range(0, communities).Select(k => $"community {k}")] },
            () => new Limits(EntropyAfterNoise(shares, labelNoise), null), ["features", "adjacency"], ["label"]);
    }

    /// <summary>Undirected edges, each drawn once with its probability: symmetric, no node joined to itself.</summary>
    private static Tensor Edges(Tensor probability, Drawing draw)
    {
        var upper = draw.Uniform(0, 1, probability.shape).lt(probability).to(float64).triu(1);
        return upper + upper.transpose(-2, -1);
    }

    /// <summary>The entropy, in nats, of labels that have these shares before each is replaced with another one with the given probability.</summary>
    private static double EntropyAfterNoise(double[] shares, double labelNoise) =>
        -shares.Select(share => ((1 - labelNoise) * share) + (labelNoise / (shares.Length - 1) * (1 - share))).Sum(share => share * Math.Log(share));
}
