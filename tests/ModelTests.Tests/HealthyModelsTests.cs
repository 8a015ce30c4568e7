using ModelTests.Models;
using Xunit;

namespace ModelTests.Tests;

/// <summary>No check accuses a healthy model.</summary>
[Collection("ModelTests")]
public class HealthyModelsTests
{
    public static TheoryData<string, CallStyle, int> Runs()
    {
        var runs = new TheoryData<string, CallStyle, int>();
        foreach (var model in HealthyModels.All)
        {
            // The style decides about what hooks see, not about chance.
            foreach (var seed in model.Style == CallStyle.Call ? TestSeeds.Five : TestSeeds.Two)
                runs.Add(model.Family, model.Style, seed);
        }
        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void No_check_accuses_a_healthy_model(string family, CallStyle style, int seed)
    {
        var model = HealthyModels.All.Single(model => model.Family == family && model.Style == style);
        var evidence = new Evidence(model.CreateFixture(), seed);

        var surprises = CheckCatalogue.StandardTypes
            .Select(type => CheckCatalogue.Create(type))
            .Concat(model.Contracts)
            .Select(check => (check.Name, Verdict: CheckRun.Of(new PlannedCheck(check.Name, check, null), evidence)))
            .Where(run => !IsExpected(run.Verdict, model.NoAnswer.GetValueOrDefault(run.Name) ?? (model.Answers.Contains(run.Name) ? null : HealthyModels.NoAnswerElsewhere.GetValueOrDefault(run.Name))))
            .Select(run => Words(run.Name, run.Verdict));

        Assert.Empty(surprises);
    }

    /// <summary>A check holds, unless it has a reason to give no answer that the model is known for.</summary>
    private static bool IsExpected(Verdict verdict, string? reason) => reason is null
        ? verdict.Outcome == Outcome.Holds
        : verdict.Outcome is Outcome.DoesNotApply or Outcome.CouldNotTell && verdict.Headline.Contains(reason, StringComparison.Ordinal);

    private static string Words(string check, Verdict verdict) =>
        $"{check}: {verdict.Outcome}: {verdict.Headline}\n{string.Join("\n", verdict.Findings)}\n{verdict.Cause}\n{verdict.Change}";
}
