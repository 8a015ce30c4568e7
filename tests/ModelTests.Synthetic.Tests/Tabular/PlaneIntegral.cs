using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>The limits of classes that are curves with noise around them, by integrating over a grid instead of drawing.</summary>
internal static class PlaneIntegral
{
    /// <summary>How far the curves' noise is followed, in standard deviations.</summary>
    private const double Margin = 5;

    /// <summary>The data's Bayes error and loss floor are the integrals, as far as the estimates' standard error (0.0036, and that times ln classes) lets them be.</summary>
    public static void Agrees(SyntheticData data, IReadOnlyList<Tensor> curves, double[] shares, double noise)
    {
        using var scope = NewDisposeScope();
        var (error, entropy) = Of(curves, shares, noise);
        Assert.Equal(error, data.BayesError!.Value, Statistics.Z * 0.0036);
        Assert.Equal(entropy, data.LossFloor!.Value, Statistics.Z * 0.0036 * Math.Log(shares.Length));
        Assert.Equal(-shares.Sum(share => share * Math.Log(share)), data.InputIndependentLoss!.Value, 1e-9);
    }

    private static (double Error, double Entropy) Of(IReadOnlyList<Tensor> curves, double[] shares, double noise)
    {
        var all = cat([.. curves], 0);
        var (low, high, step) = (all.min().ToDouble() - (Margin * noise), all.max().ToDouble() + (Margin * noise), noise / 3);
        var axis = arange(low, high, step, float64);
        var (error, entropy) = (0.0, 0.0);
        foreach (var x in axis.data<double>())
        {
            using var scope = NewDisposeScope();
            var points = stack([full_like(axis, x), axis], 1);
            var joint = stack(curves.Zip(shares, (curve, share) => share * Density(points, curve, noise)), 1);
            var total = joint.sum(1);
            error += (total - joint.amax([1L])).sum().ToDouble();
            entropy += (special.entr(joint).sum(1) - special.entr(total)).sum().ToDouble();
        }
        return (error * step * step, entropy * step * step);
    }

    private static Tensor Density(Tensor points, Tensor curve, double noise) =>
        (-cdist(points, curve).square() / (2 * noise * noise)).exp().mean([1]) / (2 * Math.PI * noise * noise);
}
