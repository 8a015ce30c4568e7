using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace ModelTests.Guides.Pages;

/// <summary>The recipes for build servers parse, and what they call and set exists.</summary>
public partial class RecipeTests
{
    /// <summary>What each service documents as set in its jobs, and the folder of packages that NuGet documents.</summary>
    private static readonly string[] SetByOthers = ["NUGET_PACKAGES", "CI_PROJECT_DIR", "Pipeline.Workspace", "Agent.OS", "Build.SourcesDirectory"];

    public static TheoryData<string> Pages => [.. MarkdownPages.All.Where(page => RecipesOf(page).Any())];

    public static TheoryData<string> Commands =>
        [.. MarkdownPages.All.SelectMany(RecipesOf).SelectMany(ScriptsOf).SelectMany(script => script.Split('\n')).Select(line => line.Trim()).Where(line => line.StartsWith("dotnet ", StringComparison.Ordinal)).Distinct()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_recipe_is_YAML_and_calls_something(string page) => Assert.All(RecipesOf(page), recipe => Assert.NotEmpty(ScriptsOf(recipe)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_variables_of_a_recipe_exist(string page) =>
        Assert.Empty(RecipesOf(page).SelectMany(recipe => Variable().Matches(recipe)).Select(match => match.Groups["name"].Value)
            .Where(name => !SetByOthers.Contains(name) && !Settings().Contains(name)));

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_of_a_recipe_exists(string command)
    {
        var words = command.Split('>')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        if (words[0] == "modeltests")
        {
            Assert.Equal(0, Run([Tool, .. words[1..]]).ExitCode);
            return;
        }
        var subcommand = words.TakeWhile(word => char.IsLetter(word[0]) && !word.Contains('.', StringComparison.Ordinal));
        var (exitCode, help) = Run([.. subcommand, "--help"]);
        Assert.Equal(0, exitCode);
        Assert.All(words.Where(word => word.StartsWith('-')), option => Assert.Contains(option, help, StringComparison.Ordinal));
    }

    [Fact]
    public void There_are_recipes_and_commands_to_look_at()
    {
        Assert.Contains("docs/ci.md", Pages.Select(row => (string)row.Data));
        Assert.Contains("dotnet test", Commands.Select(row => (string)row.Data));
    }

    private static string Tool { get; } = Path.Combine(MarkdownPages.Root, "src", "ModelTests.Tool", "bin", AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0", "dotnet-modeltests.dll");

    private static IEnumerable<string> RecipesOf(string page) => YamlBlock().Matches(MarkdownPages.Read(page)).Select(block => block.Groups["text"].Value);

    /// <summary>What stands below the keys under which the services have commands.</summary>
    private static List<string> ScriptsOf(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return [.. yaml.Documents.SelectMany(document => document.AllNodes).OfType<YamlMappingNode>().SelectMany(node => node.Children)
            .Where(entry => entry.Key is YamlScalarNode { Value: "run" or "script" or "after_script" })
            .SelectMany(entry => entry.Value.AllNodes).OfType<YamlScalarNode>().Select(node => node.Value!)];
    }

    /// <summary>The variables that ModelTests reads.</summary>
    private static HashSet<string> Settings() =>
        [.. Directory.EnumerateFiles(Path.Combine(MarkdownPages.Root, "src"), "*.cs", SearchOption.AllDirectories).SelectMany(file => Setting().Matches(File.ReadAllText(file))).Select(match => match.Groups["name"].Value)];

    private static (int ExitCode, string Output) Run(string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("modeltests-recipes-").FullName;
        try
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, Environment = { ["GITHUB_STEP_SUMMARY"] = "" } })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"```yaml\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();

    /// <summary>$NAME, $(Name) and the names of ModelTests wherever they stand.</summary>
    [GeneratedRegex(@"\$\(?(?<name>[A-Za-z][\w.]*)|(?<name>MODELTESTS_\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex("\"(?<name>MODELTESTS_[A-Z_]+)\"")]
    private static partial Regex Setting();
}
