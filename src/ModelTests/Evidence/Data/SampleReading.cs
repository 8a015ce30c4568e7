namespace ModelTests;

/// <summary>One sample.</summary>
/// <param name="Batch">The batch that it came in, from 0.</param>
/// <param name="Row">Its place in the batch, from 0.</param>
/// <param name="Input">Equal for equal inputs, bit by bit.</param>
/// <param name="Target">Equal for equal targets, bit by bit.</param>
internal sealed record SampleReading(int Batch, int Row, UInt128 Input, UInt128 Target)
{
    /// <summary>The values of each input, flat; kept for the first samples only, and none of very large tensors.</summary>
    public IReadOnlyList<double[]> Inputs { get; init; } = [];

    /// <summary>The values of each target, flat.</summary>
    public IReadOnlyList<double[]> Targets { get; init; } = [];

    /// <summary>Equal where the first halves of the inputs' values are.</summary>
    public UInt128 FirstHalf { get; init; }

    /// <summary>Equal where the second halves of the inputs' values are.</summary>
    public UInt128 SecondHalf { get; init; }

    public string Place => $"batch {Batch}, row {Row}";
}
