using Xunit;

namespace ModelTests.Templates.Tests.Packages;

/// <summary><c>dotnet new xunit</c>, <c>dotnet add package</c> and the class of README.md: nothing else.</summary>
[Collection(CreatedRepositoryCollection.Name)]
public class PlainProjectTests(PlainProject project) : IClassFixture<PlainProject>
{
    private static readonly string[] Checks = ["NoNonFinite", "OverfitsSingleBatch", "WeightsUpdate"];

    [Fact]
    public void The_readmes_class_holds_as_it_stands()
    {
        Assert.True(project.Healthy.Passed, string.Join('\n', project.Healthy.Output));
        // The template's own empty test is there, too.
        Assert.Equal(Checks, project.Healthy.Checks.Where(check => check.Name != "Test1").Select(check => check.Name));
        Assert.All(project.Healthy.Checks, check => Assert.Equal("holds", check.Outcome));
    }

    [Fact]
    public void Adding_the_packages_brings_no_warning() =>
        Assert.DoesNotContain(project.Healthy.Output, line => line.Contains("warning", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void The_readmes_broken_line_fails_with_the_readmes_message() =>
        Assert.Equal(ReadmeSample.Failure, Message(project.Broken, "DigitNetTests"));

    [Fact]
    public void With_xunit_v3_the_same_file_fails_with_the_same_message() =>
        Assert.Equal(ReadmeSample.Failure, Message(project.BrokenV3, "DigitNetTests"));

    [Fact]
    public void The_analyzers_warn_in_the_build() =>
        Assert.Contains(project.Broken.Output, line => line.Contains("warning MT0001", StringComparison.Ordinal));

    [Fact]
    public void A_baseline_lies_beside_the_source_though_the_build_mapped_its_path()
    {
        Assert.Contains("/_/BaselineTests.cs", string.Join('\n', project.Broken.Output), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(project.V2, "BaselineTests.SameOutputs.received.json")), string.Join('\n', project.Broken.Output));
    }

    private static string Message(TestRun run, string testClass) =>
        run.Checks.Where(check => check is { Name: "WeightsUpdate", Outcome: "fails" } && check.Text.StartsWith(testClass, StringComparison.Ordinal))
            .Select(check => check.Text.ReplaceLineEndings("\n")).FirstOrDefault() ?? string.Join('\n', run.Output);
}
