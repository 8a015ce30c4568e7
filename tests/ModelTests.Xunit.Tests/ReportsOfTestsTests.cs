using System.Text.Json;
using Xunit;

namespace ModelTests.Xunit.Tests;

/// <summary>The reports that a run of xUnit tests leaves.</summary>
[Collection(SampleRun.Once)]
public class ReportsOfTestsTests(SampleRun run)
{
    private const string Prefix = "ModelTests.Samples.";

    private static readonly string FilePrefix = $"{SampleRun.Assembly}.ModelTests.Samples.";

    [Fact]
    public void Each_class_with_a_failing_check_has_a_report_and_no_other_class() =>
        Assert.Equal(run.Results.Values.Where(result => result.Outcome == "Failed" && !result.Name.Contains("BrokenConstructor", StringComparison.Ordinal))
                .Select(result => $"{FilePrefix}{result.Name.Split('.')[2]}.modeltests.json").Distinct().Order(StringComparer.Ordinal),
            run.Reports.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void A_report_has_every_check_of_its_class()
    {
        using var report = JsonDocument.Parse(run.Reports[$"{FilePrefix}UnconnectedTests.modeltests.json"]);
        Assert.Equal(["NoNonFinite holds", "WeightsUpdate fails"], report.RootElement.GetProperty("checks").EnumerateArray()
            .Select(check => $"{check.GetProperty("name").GetString()} {check.GetProperty("outcome").GetString()}"));
    }

    [Fact]
    public void One_failing_test_of_a_class_says_where_the_report_is()
    {
        var said = run.Results.Values.Where(result => result.Output.Contains("dotnet modeltests report", StringComparison.Ordinal)).ToList();
        Assert.All(said, result => Assert.Equal("Failed", result.Outcome));
        Assert.Equal(run.Reports.Count, said.Select(result => result.Name.Split('.')[2]).Distinct().Count());
        Assert.Equal(run.Reports.Count, said.Count);
        Assert.All(said, result => Assert.Matches(@"report: .*\.modeltests\.json", result.Output));
        Assert.All(run.Results.Values, result => Assert.DoesNotMatch("modeltests report", result.Message));
    }

    [Fact]
    public void A_variable_that_means_nothing_fails_every_check_with_the_values_that_do()
    {
        var results = SampleRun.Samples.Run($"FullyQualifiedName~{Prefix}SkippedTests|FullyQualifiedName~{Prefix}UnconnectedTests", mode: "yes").Values;
        Assert.All(results.Where(result => result.Outcome != "NotExecuted"), result => Assert.Contains("MODELTESTS_REPORT is \"yes\", and it takes failures, always or never", result.Message, StringComparison.Ordinal));
        Assert.Equal(3, results.Count(result => result.Outcome == "Failed"));
    }
}
