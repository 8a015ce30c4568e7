using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// D², R² for counts: 1 - deviance(y, e^η) / deviance(y, ȳ) with the Poisson deviance 2 Σ (y ln(y / μ) - y + μ)
/// (McCullagh and Nelder, Generalized Linear Models, 1989, section 2.3).
/// </summary>
internal static class DevianceExplained
{
    /// <summary>1 for a perfect prediction, 0 for the mean; NaN when all counts are equal.</summary>
    /// <param name="logRate">η, of the target's shape.</param>
    /// <param name="target">Counts y.</param>
    public static Metric Of(Tensor logRate, Tensor target)
    {
        using var scope = NewDisposeScope();
        var counts = target.detach().to(float64);
        var constant = Deviance(counts, counts.mean().expand(counts.shape));
        return new("D²", constant > 0 ? 1 - (Deviance(counts, logRate.detach().to(float64).exp()) / constant) : double.NaN);
    }

    private static double Deviance(Tensor counts, Tensor rate) =>
        2 * (counts.xlogy(counts) - counts.xlogy(rate) - counts + rate).sum().ToDouble();
}
