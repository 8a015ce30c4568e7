namespace ModelTests.Benchmarks;

/// <summary>What a test project pays for the reference alone: one test of torch, with the library beside it and without.</summary>
internal sealed class ReferenceMeasure : Measure
{
    public override string Name => "reference";

    public override string Claim => "what a reference to the library adds to a project with one test";

    public override IReadOnlyList<Figure> Take(Options options) => [.. TestProcess.Versions.Select(version =>
    {
        var pairs = Pairs.Of(options.Repetitions(15), new TestProcess(version, "OneFact").Run, new TestProcess(version, "Plain").Run);
        return new Figure($"xUnit v{version}", new Target(0.05, "s", 3), [.. pairs.Select(pair => pair.First - pair.Second)]);
    })];
}
