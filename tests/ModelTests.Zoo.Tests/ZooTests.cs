using ModelTests.Models;
using Xunit;

namespace ModelTests.Zoo.Tests;

/// <summary>The zoo at one seed; <c>dotnet run build/zoo.cs</c> runs it at several and scores the locations.</summary>
public class ZooTests
{
    private const int Seed = 0;

    public static TheoryData<string> HealthyIds() => [.. ZooContents.Healthy.Select(healthy => healthy.Id)];

    /// <summary>In one style; the runner can take both.</summary>
    public static TheoryData<string> CaseIds() => [.. ZooContents.Cases.Where(zooCase => zooCase.Style == CallStyle.Call).Select(zooCase => zooCase.Id)];

    [Theory]
    [MemberData(nameof(HealthyIds))]
    public void No_check_accuses_a_parent_or_a_healthy_control(string id)
    {
        var healthy = ZooContents.Healthy.Single(healthy => healthy.Id == id);
        var run = CheckedFixture.Run(healthy, Seed);
        if (Accused.Ids.Contains(id.Split(" by ")[0]))
            Assert.NotEmpty(run.Failures);
        else
            NotAccused(run);
    }

    [Theory]
    [MemberData(nameof(CaseIds))]
    public void A_fault_is_detected_its_parent_is_not_accused_and_every_failure_leads_to_the_same_cause(string id)
    {
        var score = SeedScore.Of(ZooContents.Cases.Single(zooCase => zooCase.Id == id && zooCase.Style == CallStyle.Call), Seed);
        NotAccused(score.Parent);
        Assert.Equal(!Undetected.Ids.Contains(id), score.Detected);
        Assert.Empty(score.Apart.Select(failure => $"{failure.Check} is not explained by {score.FirstFailure!.Check}: {failure.Verdict.Headline}"));
    }

    [Fact]
    public void Only_cases_of_the_zoo_are_listed_as_undetected() =>
        Assert.Subset(ZooContents.Cases.Select(zooCase => zooCase.Id).ToHashSet(), Undetected.Ids.ToHashSet());

    private static void NotAccused(CheckedFixture healthy) =>
        Assert.Empty(healthy.Failures.Select(failure => $"{failure.Check}: {failure.Verdict.Headline}\n{string.Join("\n", failure.Verdict.Findings)}\n{failure.Verdict.Cause}"));
}
