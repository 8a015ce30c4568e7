using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>What can be reached on <see cref="Synthetic.GaussianClasses"/>. None of it depends on the covariance, the orientation or the distractors.</summary>
internal static class GaussianLimits
{
    /// <summary>Gives the estimates a standard error of at most 0.5/√100000 = 0.0016, the loss floor's times ln(classes): both are means of values in that range.</summary>
    private const int Draws = 100_000;

    private const int DrawsAtOnce = 10_000;

    /// <summary>Fixed: the limits do not depend on the seed of the data, and neither shall their estimates.</summary>
    private const int Seed = 20_260_101;

    public static Limits Of(double[] weights, int features, double separation, double labelNoise)
    {
        var classes = weights.Length;
        var noisy = weights.Select(weight => Noisy(weight, labelNoise, classes)).ToArray();
        var (error, entropy) = Estimate(weights, features, separation, labelNoise);
        // Past (K - 1)/K the true class is the least likely label, and the formula's rule is no longer the best one.
        var formulaHolds = features >= classes - 1 && weights.All(weight => Math.Abs(weight - weights[0]) < 1e-12) && labelNoise <= (classes - 1.0) / classes;
        if (formulaHolds)
            error = 1 - Noisy(1 - EquidistantError(classes, separation), labelNoise, classes);
        return new Limits(-noisy.Sum(weight => weight * Math.Log(weight)), entropy, error);
    }

    /// <summary>
    /// The Bayes error of balanced classes at equal distances: 1 - ∫ φ(z - d/√2) Φ(z)^(K - 1) dz. The true class has the score z ~ N(d/√2, 1),
    /// the others N(0, 1), all independent, and the greatest wins. The trapezoid rule is exact to rounding for such a smooth, fast-decaying function.
    /// </summary>
    internal static double EquidistantError(int classes, double separation)
    {
        using var scope = NewDisposeScope();
        var noise = linspace(-10, 10, 2001, float64, CPU);
        var density = exp(-noise.square() / 2) / Math.Sqrt(2 * Math.PI);
        var othersBelow = NormalCdf(noise + (separation / Math.Sqrt(2))).pow(classes - 1);
        return trapezoid(density * (1 - othersBelow), 0.01).ToDouble();
    }

    /// <summary>The mean, over draws from the known densities, of 1 - the greatest posterior and of the posterior's entropy.</summary>
    internal static (double Error, double Entropy) Estimate(double[] weights, int features, double separation, double labelNoise)
    {
        using var draw = new Drawing(Seed);
        var means = ClassMeans.Whitened(weights.Length, features, separation);
        var logPrior = tensor(weights, float64, CPU).log() - (means.square().sum(1) / 2);
        var labels = ClassWeights.Labels(weights, Draws);
        var (error, entropy) = (0.0, 0.0);
        for (var start = 0; start < Draws; start += DrawsAtOnce)
        {
            using var scope = NewDisposeScope();
            var points = means[labels.narrow(0, start, DrawsAtOnce)] + draw.Normal(DrawsAtOnce, means.shape[1]);
            var posterior = Noisy((points.matmul(means.t()) + logPrior).softmax(1), labelNoise, weights.Length);
            error += (1 - posterior.amax([1L])).sum().ToDouble();
            entropy += special.entr(posterior).sum().ToDouble();
        }
        return (error / Draws, entropy / Draws);
    }

    /// <summary>The probability of a label after noise, from that of the class before.</summary>
    internal static double Noisy(double probability, double labelNoise, int classes) =>
        ((1 - labelNoise) * probability) + (labelNoise / (classes - 1) * (1 - probability));

    internal static Tensor Noisy(Tensor probability, double labelNoise, int classes) =>
        ((1 - labelNoise) * probability) + (labelNoise / (classes - 1) * (1 - probability));

    private static Tensor NormalCdf(Tensor z) => special.erfc(-z / Math.Sqrt(2)) / 2;
}
