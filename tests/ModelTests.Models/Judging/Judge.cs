namespace ModelTests.Judging;

/// <summary>Runs one check on a fixture without xUnit.</summary>
internal static class Judge
{
    public static Verdict With<TCheck>(IRecipes fixture, int? seed = null)
        where TCheck : CheckAttribute => With(Create<TCheck>(), new Evidence(fixture, seed));

    public static TCheck Create<TCheck>()
        where TCheck : CheckAttribute => (TCheck)Activator.CreateInstance(typeof(TCheck), "", 0)!;

    public static Verdict With(CheckAttribute check, Evidence evidence) => CheckRun.Of(new PlannedCheck(check.Name, check, null), evidence);

    /// <summary>What the standard checks hold against a fixture; nothing for a healthy one.</summary>
    public static IReadOnlyList<string> Accusations(IRecipes fixture, int seed)
    {
        var evidence = new Evidence(fixture, seed);
        return [.. CheckCatalogue.StandardTypes.Select(type => CheckCatalogue.Create(type))
            .Select(check => (check.Name, Verdict: With(check, evidence)))
            .Where(run => run.Verdict.Outcome == Outcome.Fails)
            .Select(run => $"seed {seed}: {FailureText.Of("", run.Name, run.Verdict, null, "")}")];
    }

    /// <summary>The verdict as a person reads it.</summary>
    public static string Text(IRecipes fixture, CheckAttribute check)
    {
        var evidence = new Evidence(fixture);
        return FailureText.Of(fixture.FixtureType.Name, check.Name, With(check, evidence), evidence.FactsIfRecorded, check.DocsPage);
    }
}
