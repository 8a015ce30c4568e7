using Xunit;

namespace ModelTests.Frameworks.Tests;

public class ConsoleTests
{
    private const string Sample = "ModelTests.Console.Sample";

    [Fact]
    public void A_program_prints_the_answers_and_ends_with_1_because_one_is_a_failure()
    {
        var (exit, output) = SampleAssembly.InFolder(reports => SampleAssembly.Dotnet([new SampleAssembly(Sample).File], new() { ["MODELTESTS_REPORT_FOLDER"] = reports }));
        Assert.Equal(1, exit);
        var lines = output.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains(lines, line => line.StartsWith("report: ", StringComparison.Ordinal) && line.Contains("UnconnectedTests", StringComparison.Ordinal));
        Assert.Equal(
        [
            "OverfitsSingleBatch holds", "WeightsUpdate holds", "NoNonFinite holds", "UnconnectedTests.WeightsUpdate failed", "NoNonFinite holds", "EvalIsDeterministic holds",
        ], lines.Select(line => line.Split(':')[0]).Where(start => start.EndsWith(" holds", StringComparison.Ordinal) || start.EndsWith(" failed", StringComparison.Ordinal)));
        // What the docs show of it.
        var shown = RepositoryFiles.Read("docs/other-frameworks.md").Split("```text\n")[1].Split("```")[0].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.All(shown, line => Assert.Contains(line, (string[])[.. lines, "…"]));
    }
}
