namespace ModelTests;

/// <summary>What one module returns for a small batch in evaluation mode, before and after a short training.</summary>
/// <param name="Module">Its path; "" for the model itself.</param>
/// <param name="Type">Its class.</param>
/// <param name="Low">The left edge of the first bin.</param>
/// <param name="High">The right edge of the last bin.</param>
/// <param name="Before">Values in each bin at initialisation.</param>
/// <param name="After">The same after the training.</param>
/// <param name="Zeros">The share of values that are exactly 0, after the training.</param>
/// <param name="NonFinite">How many values are NaN or infinite, after the training.</param>
internal sealed record ActivationHistogram(string Module, string Type, double Low, double High, IReadOnlyList<long> Before, IReadOnlyList<long> After, double Zeros, long NonFinite)
{
    public const int Bins = 32;

    /// <summary>More modules nobody looks at.</summary>
    public const int Most = 64;
}
