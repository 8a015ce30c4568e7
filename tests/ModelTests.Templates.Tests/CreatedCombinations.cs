namespace ModelTests.Templates.Tests;

/// <summary>
/// Everything that the templates can create. Built and tested are all test projects, and each task in one framework of each language. The tasks of one
/// language and framework share what is no source, so they are one repository: to build and start each by itself would take most of the time.
/// </summary>
public sealed class CreatedCombinations
{
    private const string Folder = "combinations";

    /// <summary>Each is a process of its own with one busy thread.</summary>
    private const int AtOnce = 2;

    public CreatedCombinations(CreatedRepository created)
    {
        var trial = created.Trial;
        Root = Path.GetFullPath(Path.Combine(created.Folder, "..", Folder));
        Create(Combinations.Repositories.Concat(Combinations.TestProjects));
        foreach (var framework in Combinations.Frameworks)
            ExistingModel.Write(Path.Combine(Root, Combinations.Built, "existing", framework), Path.Combine(created.Folder, "Directory.Packages.props"), central: framework == "xunit");
        Create(Combinations.TestClasses);
        Files = CreatedRepository.FilesOf(Root);
        foreach (var added in Directory.GetFiles(Root, "AddedTests.fs", SearchOption.AllDirectories))
            FSharpProject.Compile(added);
        foreach (var language in Combinations.Languages)
        {
            foreach (var framework in Combinations.Frameworks)
                ManyTasks.Write(Path.Combine(Root, Combinations.BuiltRepository(language, framework)), [.. Combinations.BuiltTasks(language, framework).Select(task => Path.Combine(Root, Combinations.Repository(language, framework, task)))]);
        }
        Run = trial.TestAllIn(Path.Combine(Root, Combinations.Built));

        void Create(IEnumerable<(string Folder, string[] Arguments)> calls) =>
            Parallel.ForEach(calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, call => trial.New($"{Folder}/{call.Folder}", call.Arguments));
    }

    /// <summary>The folder above all of them.</summary>
    public string Root { get; }

    /// <summary>The files as the templates wrote them, and the existing models, relative to <see cref="Root"/>.</summary>
    public IReadOnlyList<string> Files { get; }

    internal TestRun Run { get; }

    /// <summary>What a test class in one of the folders said, check by check.</summary>
    internal CheckResult[] ChecksOf(string testClass, string folder)
    {
        var above = Path.Combine(Root, folder) + Path.DirectorySeparatorChar;
        return [.. Run.Checks.Where(check => check.Class == testClass && check.Assembly.StartsWith(above, StringComparison.OrdinalIgnoreCase))];
    }
}
