using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// Translation by a rule: a source and a target sequence of symbols 0 to vocabulary - 1, with what a decoder is given in training:
    /// the target one step later, behind the start token. The start token is <paramref name="vocabulary"/>, the plus sign vocabulary + 1.
    /// </summary>
    /// <param name="samples">The number of pairs of sequences, at least 1.</param>
    /// <param name="operation">
    /// How the target follows from the source. <see cref="SequenceOperation.Copy"/> and <see cref="SequenceOperation.Reverse"/>: source and target have <paramref name="length"/> symbols.
    /// <see cref="SequenceOperation.Add"/>: the source is two numbers of so many digits in base vocabulary, the most significant first, and a plus sign between them;
    /// the target is their sum, one digit longer.
    /// </param>
    /// <param name="vocabulary">The number of different symbols, at least 2; the base of the numbers to add.</param>
    /// <param name="length">The number of symbols of the source, or of each number to add, at least 1.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">Has no effect but to be checked: tokens are integers.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Two inputs of tokens (int64): "source" [samples, length], or [samples, 2 length + 1] to add, and "decoder" [samples, target length]; and targets [samples, target length] (int64).
    /// A model embeds vocabulary + 2 tokens and has logits for the vocabulary's. Loss floor and Bayes error are 0. The input-independent loss is ln(vocabulary),
    /// to add less than that: the first digit of a sum is only the carry, which is 1 with the probability (1 - vocabulary^-length) / 2.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData SequenceToSequence(
        int samples = 512,
        SequenceOperation operation = SequenceOperation.Reverse,
        int vocabulary = 4,
        int length = 4,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        if (!Enum.IsDefined(operation))
            throw new ArgumentOutOfRangeException(nameof(operation), operation, $"operation is {operation}; it must be Copy, Reverse or Add.");
        Require.AtLeast(vocabulary, 2);
        Require.AtLeast(length, 1);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        Tensor Symbols() => draw.Integers(vocabulary, (long)samples * length).reshape(samples, length);
        var first = Symbols();
        var (source, target) = operation switch
        {
            SequenceOperation.Copy => (first, first.clone()),
            SequenceOperation.Reverse => (first, first.flip(1)),
            _ => Added(first, Symbols(), vocabulary),
        };
        var decoder = cat([full([samples, 1], vocabulary, int64), target.narrow(1, 0, target.shape[1] - 1)], 1);
        return draw.Deliver(new Batch([source, decoder], [target]), new LearningTask.TokenPrediction(vocabulary),
            () => new Limits(operation == SequenceOperation.Add ? SumEntropy(vocabulary, length) : Math.Log(vocabulary), 0, 0), ["source", "decoder"], ["label"]);
    }

    /// <summary>Written addition from the last digit to the first.</summary>
    private static (Tensor Source, Tensor Target) Added(Tensor left, Tensor right, int numberBase)
    {
        var digits = new List<Tensor>();
        var carry = zeros_like(left.select(1, 0));
        for (var position = left.shape[1] - 1; position >= 0; position--)
        {
            var sum = left.select(1, position) + right.select(1, position) + carry;
            digits.Insert(0, sum.remainder(numberBase));
            carry = sum.ge(numberBase).to(int64);
        }
        var plus = full([left.shape[0], 1], numberBase + 1, int64);
        return (cat([left, plus, right], 1), stack([carry, .. digits], 1));
    }

    /// <summary>The mean entropy of a sum's digits, each for itself: all but the first are uniform, as those of each summand are.</summary>
    private static double SumEntropy(int numberBase, int length)
    {
        var carry = (1 - Math.Pow(numberBase, -length)) / 2;
        var first = -(carry * Math.Log(carry)) - ((1 - carry) * Math.Log(1 - carry));
        return ((length * Math.Log(numberBase)) + first) / (length + 1);
    }
}
