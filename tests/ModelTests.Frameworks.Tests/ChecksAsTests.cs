using Xunit;

namespace ModelTests.Frameworks.Tests;

/// <summary>What the checks of the samples look like as tests of a framework: names, outcomes, messages.</summary>
/// <param name="samples">The samples' project.</param>
public abstract class ChecksAsTests(string samples)
{
    private const string Prefix = "DigitNet.Tests.";

    private readonly IReadOnlyDictionary<string, SampleResult> results = Runs.Of(samples);

    [Theory]
    [InlineData("NetTests.OverfitsSingleBatch", "Passed")]
    [InlineData("NetTests.WeightsUpdate", "Passed")]
    [InlineData("NetTests.NoNonFinite", "Passed")]
    [InlineData("UnconnectedTests.WeightsUpdate", "Failed")]
    [InlineData("UnconnectedTests.NoNonFinite", "Passed")]
    [InlineData("NoAnswerTests.WeightsUpdate", "Passed")]
    [InlineData("NoAnswerTests.OverfitsSingleBatch", "NotExecuted")]
    [InlineData("NoAnswerTests.OptimizerCoversModel", "NotExecuted")]
    [InlineData("NoAnswerTests.NoNonFinite", "NotExecuted")]
    public void Each_check_is_one_test_with_its_own_outcome(string name, string outcome) => Assert.Equal(outcome, results[Prefix + name].Outcome);

    [Fact]
    public void There_are_no_other_tests() => Assert.Equal(9, results.Count);

    [Fact]
    public void A_failure_reads_as_it_does_with_xUnit_and_nothing_stands_before_it()
    {
        var lines = results[$"{Prefix}UnconnectedTests.WeightsUpdate"].Message.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("UnconnectedTests.WeightsUpdate failed: 2 of 6 parameters did not move in 25 training steps", lines[0]);
        Assert.Equal("side.weight [3, 6]  no gradient", lines[1]);
        Assert.StartsWith("docs ", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OverfitsSingleBatch", "OverfitsSingleBatch does not apply: the loss has no lowest value")]
    [InlineData("OptimizerCoversModel", "OptimizerCoversModel could not tell: MaxGradientNorm")]
    [InlineData("NoNonFinite", "NoNonFinite was skipped: takes too long here")]
    public void A_check_without_an_answer_says_why(string check, string says) =>
        Assert.Contains(says, results[$"{Prefix}NoAnswerTests.{check}"].Message, StringComparison.Ordinal);

    [Fact]
    public void A_check_that_holds_says_with_which_figures() =>
        Assert.Contains("WeightsUpdate holds: 4 parameters moved in", results[$"{Prefix}NetTests.WeightsUpdate"].Output, StringComparison.Ordinal);

    [Fact]
    public void The_output_of_the_first_failure_says_where_the_report_is() =>
        Assert.Matches(@"report: .*DigitNet\.Tests\.UnconnectedTests\.modeltests\.json", results[$"{Prefix}UnconnectedTests.WeightsUpdate"].Output);
}

public class NUnitTests() : ChecksAsTests("ModelTests.NUnit.Samples");

public class MSTestTests() : ChecksAsTests("ModelTests.MSTest.Samples");
