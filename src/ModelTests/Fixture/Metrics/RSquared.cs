using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The share of the targets' variance that the outputs explain: 1 - Σ (y - ŷ)² / Σ (y - ȳ)², the mean over the targets' columns.</summary>
internal static class RSquared
{
    /// <summary>1 for a perfect prediction, 0 for the mean, below 0 for worse; columns that do not vary are left out, and NaN says that none does.</summary>
    public static Metric Of(Tensor output, Tensor target)
    {
        using var scope = NewDisposeScope();
        var (predicted, wanted) = (output.detach().to(float64).reshape(target.shape[0], -1), target.detach().to(float64).reshape(target.shape[0], -1));
        // [0L], since a bare 0 is taken for a ScalarType: the type to sum in.
        var residual = (wanted - predicted).square().sum([0L]);
        var total = (wanted - wanted.mean([0], keepdim: true)).square().sum([0L]);
        var varying = total.gt(0);
        return new("R²", varying.any().item<bool>() ? (1 - (residual[varying] / total[varying])).mean().ToDouble() : double.NaN);
    }
}
