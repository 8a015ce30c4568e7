using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// Sequences of different lengths, padded with token 0 on the right. The class is that of the last real token, (token - 1) mod classes, and all tokens before it are random:
    /// a model that reads the last position, or averages over all of them, reads padding instead.
    /// </summary>
    /// <param name="samples">The number of sequences, at least 1.</param>
    /// <param name="classes">The number of classes, at least 2.</param>
    /// <param name="vocabulary">The number of different tokens, padding included; more than <paramref name="classes"/>, so that each class has a token.</param>
    /// <param name="shortest">The number of real tokens of the shortest sequences, at least 1.</param>
    /// <param name="longest">The number of real tokens of the longest sequences, and the length to which all are padded; at least <paramref name="shortest"/>. All lengths are equally likely.</param>
    /// <param name="lengths">Whether the number of real tokens is a second input, [samples] (int64).</param>
    /// <param name="weights">The share of each class, above 0 and 1 in sum; equal by default. The samples have them exactly, up to rounding.</param>
    /// <param name="labelNoise">The share of labels, in [0, 1), that are replaced with one of the other classes.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">Has no effect but to be checked: tokens are integers.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, longest] of tokens (int64), in a data set "data", with "lengths" where they are asked for, and targets [samples] of class indices (int64).
    /// With label noise ρ the loss floor is -(1 - ρ) ln(1 - ρ) - ρ ln(ρ / (classes - 1)) and the Bayes error ρ, as long as the true class stays the likeliest; without it both are 0.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData VariableLengths(
        int samples = 512,
        int classes = 4,
        int vocabulary = 9,
        int shortest = 3,
        int longest = 12,
        bool lengths = false,
        IReadOnlyList<double>? weights = null,
        double labelNoise = 0,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(classes, 2);
        Require.AtLeast(vocabulary, classes + 1);
        Require.AtLeast(shortest, 1);
        Require.AtLeast(longest, shortest);
        Require.InHalfOpenRange(labelNoise, 0, 1);
        var shares = ClassWeights.Of(weights, classes);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var labels = ClassWeights.Labels(shares, samples)[draw.Permutation(samples)];
        var real = draw.Integers(longest - shortest + 1, samples) + shortest;
        var tokens = draw.Integers(vocabulary - 1, (long)samples * longest).reshape(samples, longest) + 1;
        // The tokens of class k are k + 1, k + 1 + classes, and so on; not all classes need have equally many.
        var choices = (vocabulary - 2 - labels).div(classes, RoundingMode.floor) + 1;
        var choice = (draw.Uniform(0, 1, samples) * choices).floor().to(int64);
        tokens = tokens.scatter(1, (real - 1).unsqueeze(1), (labels + 1 + (choice * classes)).unsqueeze(1));
        tokens = tokens.masked_fill(arange(longest, int64).ge(real.unsqueeze(1)), 0);

        IReadOnlyList<Tensor> inputs = lengths ? [tokens, real] : [tokens];
        return draw.Deliver(new Batch(inputs, [Flipped(labels, labelNoise, classes, draw)]), new LearningTask.Classification(classes),
            () => DeterminedClasses.Limits(shares, labelNoise), lengths ? ["data", "lengths"] : ["data"], ["label"]);
    }
}
