namespace ModelTests.Refactorings;

/// <summary>One change of the model, its training or its data.</summary>
/// <param name="Name">What was changed, as the table shows it.</param>
/// <param name="Create">The changed fixture.</param>
internal sealed record Variant(string Name, Func<SeriesFixture> Create);
