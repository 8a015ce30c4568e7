using Xunit;

namespace ModelTests.Tests;

public class ReportSettingsTests
{
    private static readonly string Here = Path.Combine(Path.GetTempPath(), "tests");

    [Theory]
    [InlineData(null, nameof(ReportMode.Failures))]
    [InlineData("", nameof(ReportMode.Failures))]
    [InlineData(" Failures ", nameof(ReportMode.Failures))]
    [InlineData("always", nameof(ReportMode.Always))]
    [InlineData("NEVER", nameof(ReportMode.Never))]
    public void The_variable_says_when_reports_are_written(string? value, string mode) =>
        Assert.Equal(mode, ReportSettings.From(name => name == ReportSettings.Variable ? value : null, Here).Mode.ToString());

    [Fact]
    public void A_value_that_means_nothing_is_named_with_the_values_that_do()
    {
        var problem = Assert.Throws<FixtureException>(() => ReportSettings.From(name => name == ReportSettings.Variable ? "yes" : null, Here));
        Assert.Equal("MODELTESTS_REPORT is \"yes\", and it takes failures, always or never", problem.Message);
        Assert.Equal("set MODELTESTS_REPORT=failures or remove it", problem.Change);
    }

    [Fact]
    public void Reports_lie_beside_the_test_assembly_unless_another_folder_is_named()
    {
        Assert.Equal(Path.Combine(Here, "modeltests-report"), ReportSettings.From(_ => null, Here).Folder);
        Assert.Equal(Path.GetTempPath(), ReportSettings.From(name => name == ReportSettings.FolderVariable ? Path.GetTempPath() : null, Here).Folder);
    }

    [Fact]
    public void A_folder_that_is_another_one_in_each_runner_is_refused()
    {
        var problem = Assert.Throws<FixtureException>(() => ReportSettings.From(name => name == ReportSettings.FolderVariable ? "out/reports" : null, Here));
        Assert.Equal("MODELTESTS_REPORT_FOLDER is \"out/reports\", which is no absolute path", problem.Message);
    }
}
