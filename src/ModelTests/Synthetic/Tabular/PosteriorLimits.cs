using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>What can be reached where the densities of the classes are known.</summary>
internal static class PosteriorLimits
{
    /// <summary>Gives the Bayes error a standard error of at most 0.5/√20000 = 0.0036, and the loss floor that times ln(classes): both are means of values in that range.</summary>
    private const int Draws = 20_000;

    private const int DrawsAtOnce = 2_000;

    /// <summary>Fixed: the limits do not depend on the seed of the samples, and neither shall their estimates.</summary>
    private const int Seed = 20_260_102;

    /// <summary>The mean over draws of 1 - the greatest posterior and of the posterior's entropy.</summary>
    /// <param name="shares">The share of each class.</param>
    /// <param name="labelNoise">The share of labels that are then replaced with one of the other classes.</param>
    /// <param name="logDensities">
    /// Draws one input for each of the class indices it is given, and tells the logarithm of each class's density there, [draws, classes], up to a constant per row.
    /// </param>
    public static Limits Of(double[] shares, double labelNoise, Func<Tensor, Drawing, Tensor> logDensities)
    {
        using var draw = new Drawing(Seed);
        var logShares = tensor(shares, float64, CPU).log();
        var labels = ClassWeights.Labels(shares, Draws)[draw.Permutation(Draws)];
        var (error, entropy) = (0.0, 0.0);
        for (var start = 0; start < Draws; start += DrawsAtOnce)
        {
            using var scope = NewDisposeScope();
            var posterior = (logDensities(labels.narrow(0, start, DrawsAtOnce), draw) + logShares).softmax(1);
            var noisy = GaussianLimits.Noisy(posterior, labelNoise, shares.Length);
            error += (1 - noisy.amax([1L])).sum().ToDouble();
            entropy += special.entr(noisy).sum().ToDouble();
        }
        return new Limits(Entropy(shares, labelNoise), entropy / Draws, error / Draws);
    }

    /// <summary>The limits of classes that no input has in common: only label noise is left, which at its most makes the true class the least likely label.</summary>
    public static Limits WithoutOverlap(double[] shares, double labelNoise)
    {
        var wrong = labelNoise / (shares.Length - 1);
        var entropy = Entropy([1, .. Enumerable.Repeat(0.0, shares.Length - 1)], labelNoise);
        return new Limits(Entropy(shares, labelNoise), entropy, 1 - Math.Max(1 - labelNoise, wrong));
    }

    /// <summary>Of the labels after noise, in nats.</summary>
    private static double Entropy(double[] shares, double labelNoise) =>
        -shares.Select(share => GaussianLimits.Noisy(share, labelNoise, shares.Length)).Sum(share => share > 0 ? share * Math.Log(share) : 0);
}
