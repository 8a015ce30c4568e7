namespace ModelTests;

/// <summary>Where a batch was read.</summary>
/// <param name="Noun">"training batch" or "validation batch".</param>
/// <param name="Number">Its place in the epoch, from 0.</param>
/// <param name="First">The first batch of that data, to compare it with; null for the first itself.</param>
internal sealed record BatchOrigin(string Noun, int Number, Batch? First)
{
    public override string ToString() => $"{Noun} {Number}";
}
