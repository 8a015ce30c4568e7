using Xunit;

namespace ModelTests.Zoo.Tests;

/// <summary>The score of a case follows from what its failures name.</summary>
public class ScoringTests
{
    public static TheoryData<string> Checks => [.. CheckCatalogue.Types.Select(type => type.Name[..^nameof(Attribute).Length])];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Every_check_is_known_for_the_stages_at_which_it_looks(string check) =>
        Assert.True(CheckStages.Lists(check), $"list {check} in CheckStages, with the stages that its failures point to");

    [Fact]
    public void The_first_finding_that_names_the_culprit_is_the_best() =>
        Assert.Equal(Location.First, Score(Failed("fc1.weight"), Failed("fc1.weight")).Location);

    [Fact]
    public void The_culprit_among_three_findings_is_second_best() =>
        Assert.Equal(Location.AmongThree, Score(Failed("fc2", "fc3", "fc1"), Failed("fc2", "fc1")).Location);

    [Fact]
    public void A_culprit_in_the_fourth_finding_is_not_named() =>
        Assert.Equal(Location.Stage, Score(Failed("a", "b", "c", "fc1"), Failed("a", "b", "c", "fc1")).Location);

    [Fact]
    public void What_counts_is_what_happens_at_four_of_five_seeds()
    {
        Assert.True(Score(Failed("fc1"), Failed("fc1"), Failed("fc1"), Failed("fc1"), Healthy()).Detected);
        var flaky = Score(Failed("fc1"), Failed("fc1"), Failed("fc1"), Healthy(), Healthy());
        Assert.False(flaky.Detected);
        Assert.True(flaky.Flaky);
    }

    [Fact]
    public void A_case_whose_parent_is_accused_is_not_detected() =>
        Assert.False(new CaseScore(Case(), [SeedScore.Of(Case(), Run(Failed("fc1")), Run(Failed("fc1")))]).Detected);

    [Fact]
    public void The_most_fundamental_check_comes_first()
    {
        Assert.True(CheckOrder.Rank("NoNonFinite") < CheckOrder.Rank("WeightsUpdate"));
        Assert.True(CheckOrder.Rank("WeightsUpdate") < CheckOrder.Rank("OverfitsSingleBatch"));
        Assert.True(CheckOrder.Rank("OverfitsSingleBatch") < CheckOrder.Rank("SomethingNew"));
    }

    [Theory]
    [InlineData("--seeds", "0-4", 5)]
    [InlineData("--seeds", "7", 1)]
    public void Seeds_are_given_as_a_range_or_one(string argument, string value, int count) =>
        Assert.Equal(count, Options.Parse([argument, value]).Seeds.Count);

    [Theory]
    [InlineData("--seeds", "4-0")]
    [InlineData("--seeds", "1-2-3")]
    [InlineData("--style", "both ways")]
    [InlineData("--sedes", "0-4")]
    public void Wrong_arguments_are_refused_by_name(string argument, string value) =>
        Assert.Contains(argument, Assert.Throws<ArgumentException>(() => Options.Parse([argument, value])).Message, StringComparison.Ordinal);

    private static CaseScore Score(params Verdict?[] mutants) =>
        new(Case(), [.. mutants.Select(mutant => SeedScore.Of(Case(), Run(Healthy()), Run(mutant)))]);

    private static ZooCase Case() => new("X", "", Stage.Model, () => new ClassifierFixture(), () => new ClassifierFixture()) { AcceptedLocations = [@"^fc1\b"] };

    private static CheckedFixture Run(Verdict? failure) => new(0, failure is null ? [] : [new CheckAnswer("WeightsUpdate", failure, 0, "WeightsUpdate")]);

    private static Verdict Failed(params string[] locations) => Verdict.Fails("").At(locations.Select(location => new Finding(location, "", "")));

    private static Verdict? Healthy() => null;
}
