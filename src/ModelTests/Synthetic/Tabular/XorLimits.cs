using static TorchSharp.torch;

namespace ModelTests;

/// <summary>What can be reached on <see cref="Synthetic.Xor"/>.</summary>
internal static class XorLimits
{
    public static Limits Of(int features, double noise, double labelNoise) => noise == 0
        ? PosteriorLimits.WithoutOverlap([0.5, 0.5], labelNoise)
        : PosteriorLimits.Of([0.5, 0.5], labelNoise, (labels, draw) =>
        {
            // The labels only say how many inputs are wanted: both classes have the same share whatever the inputs.
            var draws = labels.shape[0];
            var inputs = draw.Uniform(-1, 1, draws, features) + (draw.Normal(draws, features) * noise);
            // Independent signs: the probability of an odd number of positive ones is (1 - Π(1 - 2p))/2.
            var odd = (1 - (1 - (2 * Positive(inputs, noise))).prod(1)) / 2;
            return stack([1 - odd, odd], 1).log();
        });

    /// <summary>The probability that a feature was positive before the noise, by Bayes' rule on U(-1, 1) and N(0, noise²).</summary>
    private static Tensor Positive(Tensor inputs, double noise)
    {
        // By symmetry from the size alone: all probabilities are then upper tails, which are exact where they are small.
        var size = inputs.abs();
        var (same, other) = (Tail((size - 1) / noise) - Tail(size / noise), Tail(size / noise) - Tail((size + 1) / noise));
        var probability = same / (same + other);
        return where(inputs.gt(0), probability, 1 - probability);
    }

    private static Tensor Tail(Tensor z) => special.erfc(z / Math.Sqrt(2)) / 2;
}
