namespace ModelTests.Benchmarks;

/// <summary>What a check costs as a test, beside what it checks: checks that do nothing, and facts that do the same.</summary>
internal sealed class CheckMeasure : Measure
{
    /// <summary>Two hundred classes with ten each, as the contents "Checks" and "Facts" have them.</summary>
    private const int Tests = 2_000;

    public override string Name => "check";

    public override string Claim => "a check over a fact, of 2,000";

    public override IReadOnlyList<Figure> Take(Options options) => [.. TestProcess.Versions.Select(version =>
    {
        var pairs = Pairs.Of(options.Repetitions(7), new TestProcess(version, "Checks").Run, new TestProcess(version, "Facts").Run);
        return new Figure($"xUnit v{version}", new Target(0.3, "ms", 3), [.. pairs.Select(pair => (pair.First - pair.Second) * 1_000 / Tests)]);
    })];
}
