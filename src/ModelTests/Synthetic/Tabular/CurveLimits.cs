using static TorchSharp.torch;

namespace ModelTests;

/// <summary>What can be reached on classes that are curves in the plane with Gaussian noise around them.</summary>
internal static class CurveLimits
{
    /// <summary>
    /// Points per curve that stand for it in its density. Their spacing, about 0.01 on a curve of length 6, is below every noise at which curves
    /// overlap, and there a sum over points is as good as the integral; below it the nearest points decide, and they are right.
    /// </summary>
    private const int Points = 512;

    /// <param name="curve">The point of a class's curve, by class indices and positions in [0, 1], which the samples have uniformly.</param>
    /// <param name="shares">The share of each class.</param>
    /// <param name="noise">The standard deviation of the noise on each coordinate.</param>
    /// <param name="labelNoise">The share of labels that are then replaced with one of the other classes.</param>
    public static Limits Of(Func<Tensor, Tensor, Tensor> curve, double[] shares, double noise, double labelNoise)
    {
        if (noise == 0)
            return PosteriorLimits.WithoutOverlap(shares, labelNoise);
        return PosteriorLimits.Of(shares, labelNoise, (labels, draw) =>
        {
            var draws = labels.shape[0];
            var inputs = curve(labels, draw.Uniform(0, 1, draws)) + (draw.Normal(draws, 2) * noise);
            var nodes = (arange(Points, float64, CPU) + 0.5) / Points;
            var densities = Enumerable.Range(0, shares.Length).Select(k => LogDensity(inputs, curve(full(Points, k, int64, CPU), nodes), noise));
            return stack(densities, 1);
        });
    }

    private static Tensor LogDensity(Tensor inputs, Tensor points, double noise) =>
        (-cdist(inputs, points).square() / (2 * noise * noise)).logsumexp(1);
}
