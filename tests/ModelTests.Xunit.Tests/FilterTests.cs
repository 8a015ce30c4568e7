using Xunit;

namespace ModelTests.Xunit.Tests;

/// <summary>Checks picked and listed as any tests are. Each filter is a run of its own.</summary>
[Collection(SampleRun.Once)]
public class FilterTests
{
    [Theory]
    [InlineData("FullyQualifiedName~HealthyTests.WeightsUpdate", 1)]
    [InlineData("Check=WeightsUpdate", 6)]
    [InlineData("Category=ModelTest&FullyQualifiedName~SkippedTests", 2)]
    [InlineData("DisplayName=ModelTests.Samples.SkippedTests.NoNonFinite", 1)]
    public void Filters_pick_single_checks(string filter, int count) => Assert.Equal(count, SampleRun.Samples.Run(filter).Count);

    [Fact]
    public void The_list_of_tests_names_every_check_without_running_one()
    {
        var list = SampleRun.Samples.List();
        Assert.Contains("ModelTests.Samples.HealthyTests.OverfitsSingleBatch", list, StringComparison.Ordinal);
        Assert.Contains("ModelTests.Samples.NoChecksTests.NoChecks", list, StringComparison.Ordinal);
        Assert.DoesNotContain("RunModelCheck", list, StringComparison.Ordinal);
    }
}
