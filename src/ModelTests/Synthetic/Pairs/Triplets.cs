using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// Triplets of samples, two of one class and one of another, to learn an embedding in which the two are nearer. The samples are those of
    /// <see cref="Pairs"/>: the distance of the samples themselves says next to nothing.
    /// </summary>
    /// <param name="samples">The number of triplets N, at least 1.</param>
    /// <param name="classes">The number of classes, at least 2, all equally likely.</param>
    /// <param name="features">The number of directions that depend on the class, at least 1.</param>
    /// <param name="separation">
    /// The distance between any two means, in standard deviations, at least 0; the smallest of these distances where features &lt; classes - 1.
    /// </param>
    /// <param name="distractors">The number of directions that do not depend on the class, at least 0.</param>
    /// <param name="distractorScale">The standard deviation in these directions, at least 0.</param>
    /// <param name="margin">The margin of the triplet loss, in the unit of the embedding's distance, above 0.</param>
    /// <param name="split">Which triplets are held out; none by default.</param>
    /// <param name="batchSize">Triplets per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// The inputs "anchor", "positive" and "negative", each [N, features + distractors], and no targets: their places say what they are. The task is
    /// <see cref="LearningTask.Triplets"/>. The loss of an encoder that ignores its input is the margin, since all distances are 0.
    /// The loss floor is not known.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Triplets(
        int samples = 512,
        int classes = 4,
        int features = 3,
        double separation = 6,
        int distractors = 7,
        double distractorScale = 5,
        double margin = 1,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var hidden = Hidden(classes, features, separation, distractors, distractorScale, margin, draw);

        var anchor = hidden.Labels(samples);
        var triplets = new Batch([hidden.Draw(anchor), hidden.Draw(anchor), hidden.Draw(hidden.Others(anchor))], []);
        return draw.Deliver(triplets, new LearningTask.Triplets(margin), () => new Limits(margin, null), ["anchor", "positive", "negative"], []);
    }
}
