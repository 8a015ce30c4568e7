using System.Text.RegularExpressions;
using Xunit;

namespace ModelTests.Tool.Tests;

/// <summary>docs/tool.md shows what the tool prints and names what it takes.</summary>
public sealed partial class DocsTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "tool.md")).ReplaceLineEndings("\n");

    private readonly ToolRun tool = new();

    public void Dispose() => tool.Dispose();

    [Fact]
    public void The_page_shows_an_acceptance_as_it_is_printed()
    {
        const string Stem = "tests/DigitTests.MatchesBaseline";
        tool.Write($"{Stem}.verified.json", Baseline("0.9"));
        tool.Write($"{Stem}.received.json", Baseline("0.81"));
        tool.Answers = ["y"];
        tool.Run("accept");
        // A terminal shows what the person types.
        var seen = tool.Output.Replace("q(uit): ", "q(uit): y\n", StringComparison.Ordinal).Replace('\\', '/');
        Assert.Contains($"```text\n{seen}```", Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("doctor")]
    public void The_page_names_every_option(string command)
    {
        tool.Run(command, "--help");
        Assert.All(Option().Matches(tool.Output).Select(option => option.Value).Where(option => option != "--help"), option => Assert.Contains($"`{option}", Page, StringComparison.Ordinal));
    }

    private static string Baseline(string mean) => new Baseline("Digits.DigitTests", "MatchesBaseline",
    [
        new("metrics", "accuracy", $$"""{"mean": {{mean}}, "spread": 0.01}"""),
        new("state", "parameters", "5"),
        .. Enumerable.Range(1, 5).Select(layer => new BaselineEntry("state", $"fc{layer}.weight", "[10, 3]")),
    ]).ToString();

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ModelTests.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"no ModelTests.sln above {AppContext.BaseDirectory}");
        return folder;
    }

    [GeneratedRegex(@"(?<=^ +(-\w, )*)--[a-z]+", RegexOptions.Multiline)]
    private static partial Regex Option();
}
