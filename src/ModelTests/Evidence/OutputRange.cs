using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Which values a model's single output takes.</summary>
/// <param name="Least">The least value.</param>
/// <param name="Largest">The largest value.</param>
/// <param name="DistributionAlong">The dimension along which the values sum to 1; null when there is none.</param>
/// <param name="SameForAllSamples">Whether every sample has the same output, but for rounding.</param>
internal sealed record OutputRange(double Least, double Largest, int? DistributionAlong, bool SameForAllSamples)
{
    /// <summary>Differences between samples that are this small next to the outputs themselves are rounding in single precision.</summary>
    private const double Rounding = 1e-6;

    /// <summary>Null when there are several outputs, or values that are not finite.</summary>
    public static OutputRange? Of(ModelOutput output)
    {
        if (output.Tensors is not [var only] || !only.is_floating_point() || only.NumberOfElements == 0 || only.dim() == 0 || !TensorScan.IsFinite(only))
            return null;
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var spread = (only - only.select(0, 0)).abs().max().ToDouble();
        var distribution = Enumerable.Range(0, (int)only.dim()).Where(dimension => OutputSpace.SumsToOne(only, dimension)).Select(dimension => (int?)dimension).FirstOrDefault();
        return new OutputRange(only.min().ToDouble(), only.max().ToDouble(), distribution,
            only.shape[0] > 1 && spread <= Rounding * Math.Max(TensorScan.Largest(only), Rounding));
    }
}
