using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    private const int TokenOrderFirstFiller = 2;

    /// <summary>
    /// Did A come before B? Each sequence holds token 0 (A) and token 1 (B) once, at random positions, and fillers everywhere else, drawn uniformly from the other tokens.
    /// A model that does not know the order of its tokens, such as a bag of words or attention without positions, stays at chance.
    /// </summary>
    /// <param name="samples">The number of sequences, at least 1.</param>
    /// <param name="vocabulary">The number of different tokens, A and B included, at least 3.</param>
    /// <param name="length">The number of tokens of each sequence, at least 2.</param>
    /// <param name="weights">The shares of "B before A" and "A before B", above 0 and 1 in sum; equal by default. The samples have them exactly, up to rounding.</param>
    /// <param name="labelNoise">The share of labels, in [0, 1), that are replaced with the other one.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">Has no effect but to be checked: tokens are integers.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, length] of tokens from 0 (int64) and targets [samples]: 1 where A comes first, 0 where B does (int64).
    /// With label noise ρ the loss floor is -ρ ln ρ - (1 - ρ) ln(1 - ρ) and the Bayes error min(ρ, 1 - ρ); without it both are 0.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData TokenOrder(
        int samples = 512,
        int vocabulary = 8,
        int length = 8,
        IReadOnlyList<double>? weights = null,
        double labelNoise = 0,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(vocabulary, TokenOrderFirstFiller + 1);
        Require.AtLeast(length, 2);
        Require.InHalfOpenRange(labelNoise, 0, 1);
        var shares = ClassWeights.Of(weights, 2);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var labels = ClassWeights.Labels(shares, samples)[draw.Permutation(samples)];
        var fillers = draw.Integers(vocabulary - TokenOrderFirstFiller, (long)samples * length).reshape(samples, length) + TokenOrderFirstFiller;
        // The order of random numbers is a random order of the positions; its first two are those of A and B.
        var positions = draw.Uniform(0, 1, samples, length).argsort(1).narrow(1, 0, 2);
        var inTime = stack([labels, 1 - labels], 1);
        var first = positions.amin([1L], keepdim: true);
        var last = positions.amax([1L], keepdim: true);
        var tokens = fillers.scatter(1, cat([first, last], 1), 1 - inTime);

        return draw.Deliver(tokens, Flipped(labels, labelNoise, 2, draw), new LearningTask.Classification(2) { Names = ["B before A", "A before B"] },
            () => DeterminedClasses.Limits(shares, labelNoise));
    }
}
