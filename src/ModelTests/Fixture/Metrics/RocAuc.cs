using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// The area under the receiver operating characteristic: the probability that a random positive scores above a random negative, ties counting half
/// (Mann and Whitney's U; Hanley and McNeil, 1982).
/// </summary>
internal static class RocAuc
{
    /// <summary>1 for a perfect order, 0.5 for chance; NaN where one of the two classes is missing.</summary>
    /// <param name="score">Real numbers, one per sample.</param>
    /// <param name="label">1 for positives and 0 for negatives, of the same shape.</param>
    public static Metric Of(Tensor score, Tensor label)
    {
        using var scope = NewDisposeScope();
        var (values, isPositive) = (score.detach().to(float64).flatten(), label.flatten().gt(0.5));
        var (positives, negatives) = (values[isPositive].unsqueeze(1), values[isPositive.logical_not()].unsqueeze(0));
        if (positives.numel() == 0 || negatives.numel() == 0)
            return new("ROC AUC", double.NaN);
        return new("ROC AUC", (positives.gt(negatives).to(float64) + (positives.eq(negatives).to(float64) / 2)).mean().ToDouble());
    }
}
