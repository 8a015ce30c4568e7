using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The matrix that turns white noise into noise of a given covariance.</summary>
internal static class CovarianceRoot
{
    /// <summary>How far from symmetric, relative to its largest value, a covariance may be: what rounding to single precision leaves.</summary>
    private const double SymmetryTolerance = 1e-6;

    /// <summary>The lower triangular L with L Lᵀ = Σ (Cholesky), in float64 on the CPU.</summary>
    public static Tensor Of(Tensor covariance, int features)
    {
        if (!covariance.shape.SequenceEqual([features, features]))
            throw Refused($"has shape {Shape.Of(covariance)}; it must be [{features}, {features}], features by features", nameof(covariance));
        var matrix = covariance.detach().to(float64).cpu();
        var largest = matrix.abs().max().ToDouble();
        if (!double.IsFinite(largest))
            throw Refused("holds a value that is NaN or infinite; all must be finite", nameof(covariance));
        var asymmetry = (matrix - matrix.t()).abs().max().ToDouble();
        if (asymmetry > SymmetryTolerance * largest)
            throw Refused($"differs from its transpose by up to {Figures.Of(asymmetry)}; it must be symmetric", nameof(covariance));
        var (root, info) = linalg.cholesky_ex(matrix);
        return info.ToInt64() == 0
            ? root
            : throw Refused($"has a smallest eigenvalue of {Figures.Of(linalg.eigvalsh(matrix).min().ToDouble())}; it must be positive definite, with all eigenvalues above 0", nameof(covariance));
    }

    private static ArgumentException Refused(string problem, string argument) => new($"{argument} {problem}.", argument);
}
