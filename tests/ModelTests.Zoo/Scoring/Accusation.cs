namespace ModelTests.Zoo;

/// <summary>A check that fails on something healthy.</summary>
/// <param name="Healthy">The parent or control.</param>
/// <param name="Check">The check.</param>
/// <param name="Seeds">At which seeds.</param>
/// <param name="Verdict">What it says at the first of them.</param>
internal sealed record Accusation(string Healthy, string Check, IReadOnlyList<int> Seeds, Verdict Verdict)
{
    public static IEnumerable<Accusation> Among(string healthy, IEnumerable<CheckedFixture> runs) =>
        from run in runs
        from failure in run.Failures
        group (run.Seed, failure.Verdict) by failure.Check into failures
        select new Accusation(healthy, failures.Key, [.. failures.Select(failure => failure.Seed)], failures.First().Verdict);
}
