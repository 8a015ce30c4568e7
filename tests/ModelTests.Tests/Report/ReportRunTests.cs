using Xunit;

namespace ModelTests.Tests;

public sealed class ReportRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> said = [];
    private readonly List<string?> paths = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_class_without_a_failure_has_no_report()
    {
        After(new ReportedFixtures.Healthy(), ReportMode.Failures);
        Assert.Empty(folder.Names);
        Assert.Empty(said);
    }

    [Fact]
    public void The_report_of_an_earlier_failure_goes_when_nothing_fails_any_more()
    {
        var file = new ReportFile(folder.Path, "ModelTests.Tests", typeof(ReportedFixtures.Healthy).FullName!);
        file.Write(ReportTextTests.Example());
        File.SetLastWriteTimeUtc(file.Path, DateTime.UtcNow.AddDays(-1));
        After(new ReportedFixtures.Healthy(), ReportMode.Failures);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_class_with_a_failure_has_one_and_says_once_where_it_is_and_how_to_see_it()
    {
        After(new ReportedFixtures.Unconnected(), ReportMode.Failures);
        var file = Path.Combine(folder.Path, "ModelTests.Tests.ReportedFixtures.Unconnected.modeltests.json");
        Assert.Equal([Path.GetFileName(file)], folder.Names);
        Assert.Equal($"report: {file}\nas a page: dotnet modeltests report \"{folder.Path}\"", Assert.Single(said));
        Assert.Equal([file], paths.OfType<string>());
        Assert.Equal(3, ReportText.Read(File.ReadAllText(file)).Checks.Count);
    }

    [Fact]
    public void Asked_for_always_every_class_has_one() => Assert.Single(Files(ReportMode.Always));

    [Fact]
    public void Asked_for_never_no_class_has_one() => Assert.Empty(Files(ReportMode.Never));

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_once_and_changes_no_verdict()
    {
        // A file stands where the folder should be.
        var blocked = Path.Combine(folder.Path, "file");
        File.WriteAllText(blocked, "");
        After(new ReportedFixtures.Unconnected(), ReportMode.Failures, Path.Combine(blocked, "reports"));
        Assert.StartsWith("no report: ", Assert.Single(said), StringComparison.Ordinal);
        Assert.Contains("set MODELTESTS_REPORT_FOLDER to a folder that can be written", said[0], StringComparison.Ordinal);
    }

    private List<string> Files(ReportMode mode)
    {
        After(new ReportedFixtures.Healthy(), mode);
        return [.. folder.Names];
    }

    private void After(IRecipes fixture, ReportMode mode, string? to = null)
    {
        var evidence = new Evidence(fixture) { Say = said.Add };
        foreach (var planned in CheckPlan.For(fixture.FixtureType).Where(planned => planned.Check.Skip is null))
        {
            CheckRun.Of(planned, evidence);
            paths.Add(ReportRun.After(planned, evidence, new ReportSettings(mode, to ?? folder.Path)));
        }
    }
}
