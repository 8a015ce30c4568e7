namespace ModelTests.Tests;

/// <summary>Files of this repository, for tests about the repository itself.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    public static bool Exists(string path) => File.Exists(Path.Combine(Root, path));

    /// <summary>The only file of that name below a folder; null when there is none.</summary>
    public static string? Find(string folder, string name) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), name, SearchOption.AllDirectories).SingleOrDefault();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ModelTests.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"no ModelTests.sln above {AppContext.BaseDirectory}");
        return folder;
    }
}
