namespace ModelTests.Templates.Tests;

/// <summary>Everything that the templates can create, built and tested together.</summary>
public sealed class CreatedCombinations
{
    private const string Folder = "combinations";

    public CreatedCombinations(CreatedRepository created)
    {
        var trial = created.Trial;
        foreach (var (folder, arguments) in Combinations.Repositories.Concat(Combinations.TestProjects))
            Root = trial.New($"{Folder}/{folder}", arguments)[..^(folder.Length + 1)];
        foreach (var framework in Combinations.Frameworks)
            ExistingModel.Write(Path.Combine(Root, "existing", framework), Path.Combine(created.Folder, "Directory.Packages.props"), central: framework == "xunit");
        foreach (var (folder, arguments) in Combinations.TestClasses)
            trial.New($"{Folder}/{folder}", arguments);
        Files = CreatedRepository.FilesOf(Root);
        foreach (var added in Directory.GetFiles(Root, "AddedTests.fs", SearchOption.AllDirectories))
            CompileAddedClass(Path.Combine(Path.GetDirectoryName(added)!, "Existing.Tests.fsproj"));
        Run = trial.TestAllIn(Root);
    }

    /// <summary>The folder above all of them.</summary>
    public string Root { get; } = "";

    /// <summary>The files as the templates wrote them, and the existing models, relative to <see cref="Root"/>.</summary>
    public IReadOnlyList<string> Files { get; }

    internal TestRun Run { get; }

    /// <summary>What a test class in one of the folders said, check by check.</summary>
    internal CheckResult[] ChecksOf(string testClass, string folder)
    {
        var above = Path.Combine(Root, folder) + Path.DirectorySeparatorChar;
        return [.. Run.Checks.Where(check => check.Class == testClass && check.Assembly.StartsWith(above, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>As the template tells its user: F# compiles what the project lists.</summary>
    private static void CompileAddedClass(string project)
    {
        const string Own = "Tests.fs\" />";
        File.WriteAllText(project, File.ReadAllText(project).Replace(Own, Own + "<Compile Include=\"AddedTests.fs\" />", StringComparison.Ordinal));
    }
}
