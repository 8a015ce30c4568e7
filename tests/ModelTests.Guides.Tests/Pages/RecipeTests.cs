using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace ModelTests.Guides.Pages;

/// <summary>The recipes for build servers parse, and the commands and variables in them and around them exist.</summary>
public partial class RecipeTests
{
    private const string ContinuousIntegration = "docs/ci.md";

    /// <summary>What each service documents as set in its jobs, and the folder of packages that NuGet documents.</summary>
    private static readonly string[] SetByOthers = ["NUGET_PACKAGES", "CI_PROJECT_DIR", "Pipeline.Workspace", "Agent.OS", "Build.SourcesDirectory"];

    public static TheoryData<string> Pages => [.. MarkdownPages.All.Where(page => RecipesOf(page).Any())];

    public static TheoryData<string> Commands =>
        [.. MarkdownPages.All.SelectMany(RecipesOf).SelectMany(ScriptsOf).SelectMany(script => script.Split('\n'))
            .Concat(CommandInText().Matches(MarkdownPages.Read(ContinuousIntegration)).Select(match => match.Groups["command"].Value))
            .Select(line => line.Split('>')[0].Trim()).Where(line => line.StartsWith("dotnet ", StringComparison.Ordinal)).Distinct()];

    [Fact]
    public void There_are_recipes_for_three_services() => Assert.Equal(3, RecipesOf(ContinuousIntegration).Count());

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_recipe_is_YAML_and_calls_something(string page) => Assert.All(RecipesOf(page), recipe => Assert.NotEmpty(ScriptsOf(recipe)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_variables_of_a_page_with_recipes_exist(string page)
    {
        var used = RecipesOf(page).SelectMany(recipe => Variable().Matches(recipe)).Concat(Setting().Matches(MarkdownPages.Read(page))).Select(match => match.Groups["name"].Value);
        Assert.Empty(used.Except(SetByOthers).Except(Settings()));
    }

    /// <summary>The command's own help knows it and its options; nothing is restored, built or installed.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_of_a_recipe_exists(string command)
    {
        var words = command.Split(' ')[1..];
        var subcommand = words.TakeWhile(word => Word().IsMatch(word)).ToList();
        var (exitCode, help) = subcommand[0] == "modeltests" ? Run([Tool, .. subcommand[1..], "--help"]) : Run([.. subcommand, "--help"]);
        Assert.Equal(0, exitCode);
        Assert.All(words.Where(word => word.StartsWith('-')).Append(subcommand[^1]), word => Assert.Contains(word, help, StringComparison.Ordinal));
    }

    private static string Tool { get; } = Path.Combine(MarkdownPages.Root, "src", "ModelTests.Tool", "bin",
        AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar).Contains("Release") ? "Release" : "Debug", "net10.0", "dotnet-modeltests.dll");

    private static IEnumerable<string> RecipesOf(string page) => YamlBlock().Matches(MarkdownPages.Read(page)).Select(block => block.Groups["text"].Value);

    /// <summary>What stands below the keys under which the services have commands.</summary>
    private static List<string> ScriptsOf(string recipe)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(recipe));
        return [.. yaml.Documents.SelectMany(document => document.AllNodes).OfType<YamlMappingNode>().SelectMany(node => node.Children)
            .Where(entry => entry.Key is YamlScalarNode { Value: "run" or "script" or "after_script" })
            .SelectMany(entry => entry.Value.AllNodes).OfType<YamlScalarNode>().Select(node => node.Value!)];
    }

    /// <summary>The variables that ModelTests reads.</summary>
    private static IEnumerable<string> Settings() =>
        Directory.EnumerateFiles(Path.Combine(MarkdownPages.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => QuotedSetting().Matches(File.ReadAllText(file))).Select(match => match.Groups["name"].Value);

    private static (int ExitCode, string Output) Run(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    [GeneratedRegex(@"```yaml\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();

    [GeneratedRegex("`(?<command>dotnet [^`]+)`")]
    private static partial Regex CommandInText();

    [GeneratedRegex("^[a-z][a-z-]*$")]
    private static partial Regex Word();

    /// <summary>$NAME and $(Name).</summary>
    [GeneratedRegex(@"\$\(?(?<name>[A-Za-z][\w.]*)")]
    private static partial Regex Variable();

    [GeneratedRegex("(?<name>MODELTESTS_[A-Z_]+)")]
    private static partial Regex Setting();

    [GeneratedRegex("\"(?<name>MODELTESTS_[A-Z_]+)\"")]
    private static partial Regex QuotedSetting();
}
