using Xunit;

namespace ModelTests.Tests;

/// <summary>What the checks have to say of a suitable model on synthetic data, with the default loss of its task.</summary>
internal static class HealthyFixture
{
    /// <summary>A run of all checks takes seconds, so each commit has two; each check has five in its own tests.</summary>
    public static TheoryData<int> Seeds => [0, 1];

    /// <summary>The three checks that ask for nothing hold, and no standard check fails.</summary>
    public static void Passes(IRecipes fixture, int seed)
    {
        var evidence = new Evidence(fixture, seed);
        var verdicts = CheckCatalogue.StandardTypes.Select(type => CheckCatalogue.Create(type)).ToDictionary(check => check.Name, check => Judge.With(check, evidence));

        Assert.All(["OverfitsSingleBatch", "WeightsUpdate", "NoNonFinite"], name => Assert.True(verdicts[name].Outcome == Outcome.Holds, Words(name, verdicts[name])));
        Assert.Empty(verdicts.Where(verdict => verdict.Value.Outcome == Outcome.Fails).Select(verdict => Words(verdict.Key, verdict.Value)));
    }

    private static string Words(string check, Verdict verdict) =>
        $"{check}: {verdict.Outcome}: {verdict.Headline}\n{string.Join("\n", verdict.Findings)}\n{verdict.Cause}";
}
