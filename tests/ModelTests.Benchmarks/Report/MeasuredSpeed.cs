namespace ModelTests.Benchmarks;

/// <summary>What a measure found.</summary>
/// <param name="Measure">Its name.</param>
/// <param name="Claim">What it measures, in one clause.</param>
/// <param name="Figures">Lines of the table.</param>
/// <param name="Details">Tables of its own, in Markdown; may be empty.</param>
internal sealed record MeasuredSpeed(string Measure, string Claim, IReadOnlyList<Figure> Figures, string Details);
