using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Branches that begin at zero (LoRA, ReZero, a zero-initialised last layer) hide what lies behind them.</summary>
internal static class ZeroBranches
{
    /// <summary>A tenth of a standard normal value: enough to open a branch, and small beside weights that are scaled to their width.</summary>
    private const double Noise = 0.1;

    /// <summary>Fills every parameter that is all zeros with small noise, the same for equal seeds.</summary>
    public static void Open(Subject subject)
    {
        using var untracked = no_grad();
        subject.Reseed();
        foreach (var parameter in subject.Tree.Parameters.Where(parameter => parameter.Tensor.is_floating_point() && TensorScan.Largest(parameter.Tensor) == 0))
        {
            using var scope = NewDisposeScope();
            parameter.Tensor.add_(randn_like(parameter.Tensor) * Noise);
        }
    }
}
