using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Samples whose classes do not show in their distances: each lies near the mean of its class in a few directions and far from everything
/// in the others, and the whole is turned at random, so that no feature belongs to either kind.
/// </summary>
internal sealed class HiddenClasses(int classes, int features, int distractors, double separation, double distractorScale, Drawing draw)
{
    private readonly Tensor means = ClassMeans.Whitened(classes, features, separation);
    private readonly Tensor axes = linalg.qr(draw.Normal(features + distractors, features + distractors)).Q;

    /// <summary>One independent sample of each of these classes, [labels, features + distractors].</summary>
    public Tensor Draw(Tensor labels)
    {
        var count = labels.shape[0];
        var informative = draw.Normal(count, features);
        // Few classes span few dimensions: the others are noise of the same scale.
        informative.narrow(1, 0, means.shape[1]).add_(means[labels]);
        return cat([informative, draw.Normal(count, distractors) * distractorScale], 1).matmul(axes.t());
    }

    /// <summary>A class per sample, each equally often up to rounding, in random order.</summary>
    public Tensor Labels(int count) => ClassWeights.Labels(ClassWeights.Of(null, classes), count)[draw.Permutation(count)];

    /// <summary>For each class another one, all equally likely.</summary>
    public Tensor Others(Tensor labels) => (labels + 1 + draw.Integers(classes - 1, labels.shape[0])).remainder(classes);
}
