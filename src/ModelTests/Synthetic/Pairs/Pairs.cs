using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// Pairs of samples, of one class or of two, to learn an embedding whose distances tell which. A sample of class k is drawn from N(μₖ, I) in
    /// <paramref name="features"/> directions and from N(0, distractorScale²) in the others, and all is turned at random:
    /// the distance of the samples themselves says next to nothing.
    /// </summary>
    /// <param name="samples">The number of pairs N, at least 1.</param>
    /// <param name="classes">The number of classes, at least 2, all equally likely.</param>
    /// <param name="features">The number of directions that depend on the class, at least 1.</param>
    /// <param name="separation">
    /// The distance between any two means, in standard deviations, at least 0; the smallest of these distances where features &lt; classes - 1.
    /// </param>
    /// <param name="distractors">The number of directions that do not depend on the class, at least 0.</param>
    /// <param name="distractorScale">The standard deviation in these directions, at least 0.</param>
    /// <param name="same">The share of pairs of one class, in (0, 1), exact up to rounding.</param>
    /// <param name="margin">The margin of the contrastive loss, in the unit of the embedding's distance, above 0.</param>
    /// <param name="split">Which pairs are held out; none by default.</param>
    /// <param name="batchSize">Pairs per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of inputs and targets.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// The inputs "first" and "second" [N, features + distractors] and targets "same" [N], 1 for one class and 0 for two, as real numbers; the task is
    /// <see cref="LearningTask.Pairs"/>. The loss of a model that ignores its inputs is s (1 - s) margin²/2 with s = <paramref name="same"/>,
    /// reached by a constant distance of (1 - s) margin; an encoder that both inputs share has no other constant distance than 0, which costs
    /// (1 - s) margin²/2. The loss floor is not known.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Pairs(
        int samples = 512,
        int classes = 4,
        int features = 3,
        double separation = 6,
        int distractors = 7,
        double distractorScale = 5,
        double same = 0.5,
        double margin = 1,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.StrictlyBetween(same, 0, 1);
        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var hidden = Hidden(classes, features, separation, distractors, distractorScale, margin, draw);

        var together = ClassWeights.Labels([1 - same, same], samples)[draw.Permutation(samples)];
        var first = hidden.Labels(samples);
        var second = where(together.eq(1), first, hidden.Others(first));
        var pairs = new Batch([hidden.Draw(first), hidden.Draw(second)], [together.to(float64)]);
        return draw.Deliver(pairs, new LearningTask.Pairs(margin), () => new Limits(same * (1 - same) * margin * margin / 2, null), ["first", "second"], ["same"]);
    }

    private static HiddenClasses Hidden(int classes, int features, double separation, int distractors, double distractorScale, double margin, Drawing draw)
    {
        Require.AtLeast(classes, 2);
        Require.AtLeast(features, 1);
        Require.FiniteAtLeast(separation, 0);
        Require.AtLeast(distractors, 0);
        Require.FiniteAtLeast(distractorScale, 0);
        Require.StrictlyBetween(margin, 0, double.PositiveInfinity);
        return new HiddenClasses(classes, features, distractors, separation, distractorScale, draw);
    }
}
