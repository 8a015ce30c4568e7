namespace ModelTests;

/// <summary>
/// Data made by formula, so that what can be learned from it is known. Each generator draws from a random stream of its own:
/// equal arguments give equal bits at an equal number of threads, whatever else runs, and torch's global generator stays as it is.
/// </summary>
/// <remarks>
/// The tensors belong to the caller's dispose scope where one is open. Values are drawn in float64 on the CPU and converted last,
/// so that the samples are the same on every device and differ between types by rounding only.
/// </remarks>
public static partial class Synthetic
{
}
