using Xunit;

namespace ModelTests.Xunit.Tests;

/// <summary>What a check attribute looks like as a test: name, outcome, message, output, line.</summary>
[Collection(SampleRun.Once)]
public class ChecksAsTestsTests(SampleRun run)
{
    private const string Prefix = "ModelTests.Samples.";

    [Theory]
    [InlineData("HealthyTests.OverfitsSingleBatch", "Passed")]
    [InlineData("HealthyTests.WeightsUpdate", "Passed")]
    [InlineData("HealthyTests.NoNonFinite", "Passed")]
    [InlineData("HealthyTests.An_ordinary_fact_runs_beside_the_checks", "Passed")]
    [InlineData("UnconnectedTests.WeightsUpdate", "Failed")]
    [InlineData("UnconnectedTests.NoNonFinite", "Passed")]
    [InlineData("InheritedTests.WeightsUpdate", "Failed")]
    [InlineData("InheritedTests.NoNonFinite", "Passed")]
    [InlineData("SkippedTests.OverfitsSingleBatch", "NotExecuted")]
    [InlineData("DoesNotApplyTests.OverfitsSingleBatch", "NotExecuted")]
    [InlineData("ExemptTests.WeightsUpdate", "NotExecuted")]
    [InlineData("ExemptTests.NoNonFinite", "Failed")]
    [InlineData("ExemptTests.OverfitsSingleBatch", "Passed")]
    [InlineData("ExemptTests.Exempt.Causal", "Failed")]
    [InlineData("RepeatedTests.Tied(first.weight, first.weight)", "Failed")]
    [InlineData("RepeatedTests.Tied(first.weight, last.weight)", "NotExecuted")]
    [InlineData("RepeatedTests.StaysFrozen", "Failed")]
    [InlineData("NoChecksTests.NoChecks", "Failed")]
    [InlineData("ThrowingTests.WeightsUpdate", "Failed")]
    [InlineData("BrokenConstructorTests.WeightsUpdate", "Failed")]
    [InlineData("WarnedTests.SplitsDisjoint", "Passed")]
    [InlineData("SeededByNameTests.TrainingIsReproducible", "Passed")]
    [InlineData("SeededByNameTests.SameInEveryProcess", "Failed")]
    public void Each_check_is_one_test_with_its_own_outcome(string name, string outcome) => Assert.Equal(outcome, Result(name).Outcome);

    [Theory]
    [InlineData("UnconnectedTests", 2)]
    [InlineData("RepeatedTests", 3)]
    [InlineData("NoChecksTests", 1)]
    [InlineData("SkippedTests", 2)]
    public void A_class_has_a_test_for_each_of_its_checks_and_no_other(string testClass, int count) =>
        Assert.Equal(count, run.Results.Keys.Count(name => name.StartsWith($"{Prefix}{testClass}.", StringComparison.Ordinal)));

    [Fact]
    public void StandardChecks_stand_for_many_and_none_of_them_accuses_a_healthy_model()
    {
        var checks = run.Results.Values.Where(result => result.Name.StartsWith($"{Prefix}HealthyTests.", StringComparison.Ordinal)).ToList();
        Assert.True(checks.Count > 10, $"{checks.Count} checks");
        Assert.All(checks, check => Assert.NotEqual("Failed", check.Outcome));
    }

    [Fact]
    public void A_failure_reads_as_the_design_shows_it()
    {
        var lines = Result("UnconnectedTests.WeightsUpdate").Message.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(
        [
            "UnconnectedTests.WeightsUpdate failed: 2 of 6 parameters did not move in 25 training steps",
            "side.weight [3, 6]  no gradient",
            "side.bias   [3]     no gradient",
            "cause      side is registered but forward() does not use it: changing its values changes no output",
            "change     use side in forward, or remove it",
            "exempt     [WeightsUpdate(Except = \"side.**\", Because = \"…\")]",
            "reproduce  seed 42, cpu, float32, batch [32, 6]",
            "docs       docs/checks/weights-update.md",
        ],
        lines);
    }

    [Fact]
    public void The_only_frame_of_a_failure_is_the_attribute_in_the_users_file() =>
        Assert.Matches(@"^at ModelTests\.Samples\.UnconnectedTests\.WeightsUpdate\(\) in .*Samples\.cs:line \d+$", Result("UnconnectedTests.WeightsUpdate").StackTrace.Trim());

    [Fact]
    public void A_check_that_holds_says_with_which_figures() =>
        Assert.Contains("WeightsUpdate holds: 4 parameters moved in 5 training steps", Result("HealthyTests.WeightsUpdate").Output, StringComparison.Ordinal);

    [Fact]
    public void The_constructor_gets_its_class_fixture_and_its_output_belongs_to_the_check() =>
        Assert.Contains(run.Results.Values.Where(result => result.Name.StartsWith($"{Prefix}HealthyTests", StringComparison.Ordinal)),
            result => result.Output.Contains("the class fixture is here", StringComparison.Ordinal));

    [Theory]
    [InlineData("SkippedTests.OverfitsSingleBatch", "takes too long here")]
    [InlineData("DoesNotApplyTests.OverfitsSingleBatch", "OverfitsSingleBatch does not apply: the loss has no lowest value")]
    [InlineData("ExemptTests.WeightsUpdate", "exempt: the side layer is used in a later release (the check says: 2 of 6 parameters did not move")]
    [InlineData("ExemptTests.NoNonFinite", "the exemption \"a reason that is no longer true\" is no longer needed")]
    [InlineData("ExemptTests.Exempt.Causal", "names no check of ExemptTests")]
    [InlineData("NoChecksTests.NoChecks", "asks for no check, so nothing would be tested")]
    [InlineData("ThrowingTests.WeightsUpdate", "CreateModel threw InvalidOperationException: no weights here")]
    [InlineData("BrokenConstructorTests.WeightsUpdate", "the constructor failed")]
    public void What_is_not_a_plain_result_says_why(string name, string says) =>
        Assert.Contains(says, Result(name).Message + Result(name).Output, StringComparison.Ordinal);

    private SampleResult Result(string name) => run.Results[Prefix + name];
}
