using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>Bounds that chance does not break.</summary>
internal static class Statistics
{
    /// <summary>
    /// A normal variable is further than this many standard deviations from its mean with probability 2e-9:
    /// below 1e-6 in total for a test with up to 500 comparisons.
    /// </summary>
    public const double Z = 6;

    /// <summary>How far a share of <paramref name="count"/> trials may be from its probability.</summary>
    public static double ShareBound(double probability, long count) => Z * Math.Sqrt(probability * (1 - probability) / count);

    /// <summary>The share of equal labels.</summary>
    public static double Accuracy(Tensor predicted, Tensor labels)
    {
        using var scope = NewDisposeScope();
        return TorchSharp.TensorExtensionMethods.ToDouble(predicted.eq(labels).to(float64).mean());
    }
}
