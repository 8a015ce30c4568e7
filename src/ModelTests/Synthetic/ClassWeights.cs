using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The shares of the classes, and labels that have them.</summary>
internal static class ClassWeights
{
    /// <summary>How far from 1 the sum may be: what rounding to single precision leaves.</summary>
    private const double SumTolerance = 1e-6;

    /// <summary>The weights given, or equal ones.</summary>
    public static double[] Of(IReadOnlyList<double>? weights, int classes)
    {
        if (weights is null)
            return [.. Enumerable.Repeat(1.0 / classes, classes)];
        if (weights.Count != classes)
            throw new ArgumentException($"weights has {weights.Count} values and classes is {classes}; give one weight per class.", nameof(weights));
        if (!weights.All(weight => weight > 0) || Math.Abs(weights.Sum() - 1) > SumTolerance)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"weights is [{string.Join(", ", weights.Select(Figures.Of))}] with the sum {weights.Sum()}; each weight must be above 0, and their sum 1."), nameof(weights));
        }
        return [.. weights];
    }

    /// <summary>Class indices in ascending order, each class as often as the largest-remainder method allots: its share, rounded down or up.</summary>
    public static Tensor Labels(double[] weights, int samples)
    {
        var counts = weights.Select(weight => (long)(weight * samples)).ToArray();
        var left = samples - counts.Sum();
        foreach (var k in Enumerable.Range(0, weights.Length).OrderByDescending(k => (weights[k] * samples) - counts[k]).Take((int)left))
            counts[k]++;
        return tensor(counts.SelectMany((count, k) => Enumerable.Repeat((long)k, (int)count)).ToArray(), int64, CPU);
    }
}
