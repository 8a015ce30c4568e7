using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>So many states are solved for in about a tenth of a second.</summary>
    private const int MostMarkovStates = 1024;

    /// <summary>Below it a softmax of normal draws may round to 0, and the chain may fall apart into several.</summary>
    private const double LeastTemperature = 0.05;

    /// <summary>
    /// Text for a language model, from a grammar that is known: a stationary Markov chain, in which the next token depends on the last <paramref name="order"/> tokens
    /// and on nothing else, P(next | last tokens) = softmax(z / temperature) with z ~ N(0, 1), drawn once.
    /// </summary>
    /// <param name="samples">The number of sequences, at least 1.</param>
    /// <param name="vocabulary">The number of different tokens, at least 2.</param>
    /// <param name="length">The number of tokens that a model sees of each sequence, at least 1.</param>
    /// <param name="order">On how many tokens the next one depends, at least 1; vocabulary to the power of order is at most 1024.</param>
    /// <param name="temperature">How undecided the chain is, at least 0.05: near 0 the next token is almost certain, towards infinity all are equally likely.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">Has no effect but to be checked: tokens are integers.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it, the grammar included.</param>
    /// <returns>
    /// Inputs [samples, length] and targets [samples, length] of tokens from 0 (int64); the target at each position is the token after it.
    /// The loss floor is the entropy of the next token given all before it, the mean over the positions: the chain's entropy rate, and a little more at the first order - 1 ones,
    /// which have less before them. The input-independent loss is the entropy of a single token. Both, and the Bayes error, are exact for the chain that was drawn.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData MarkovTokens(
        int samples = 512,
        int vocabulary = 6,
        int length = 16,
        int order = 2,
        double temperature = 0.5,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(vocabulary, 2);
        Require.AtLeast(length, 1);
        Require.AtLeast(order, 1);
        Require.FiniteAtLeast(temperature, LeastTemperature);
        if (Math.Pow(vocabulary, order) > MostMarkovStates)
        {
            throw new ArgumentOutOfRangeException(nameof(order), order,
                FormattableString.Invariant($"order is {order} and vocabulary is {vocabulary}, which makes {Math.Pow(vocabulary, order)} states; there must be at most {MostMarkovStates}."));
        }

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var chain = MarkovChain.Of(draw, vocabulary, order, temperature);
        var tokens = chain.Sequences(draw, samples, length + 1);
        return draw.Deliver(tokens.narrow(1, 0, length).clone(), tokens.narrow(1, 1, length).clone(), new LearningTask.TokenPrediction(vocabulary), () => chain.LimitsOf(length));
    }
}
