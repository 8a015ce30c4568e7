namespace ModelTests.Guides.Pages;

/// <summary>The Markdown files of this repository that are read in it, by their path from its root.</summary>
internal static class MarkdownPages
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> All { get; } = [.. Directory.EnumerateFiles(Root, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
        // A package's page; what a template creates is read in the created repository.
        .Concat(new[] { "src", "templates" }.SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(Root, folder))).Select(folder => Path.Combine(folder, "README.md")).Where(File.Exists))
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    /// <summary>Those whose samples are compiled and whose outputs are printed: getting started and the guides.</summary>
    public static IEnumerable<string> Guides => All.Where(page => page == "docs/getting-started.md" || page.StartsWith("docs/guides/", StringComparison.Ordinal));

    public static string Read(string page) => File.ReadAllText(Path.Combine(Root, page)).ReplaceLineEndings("\n");

    public static void Write(string page, string text) => File.WriteAllText(Path.Combine(Root, page), text);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ModelTests.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"no ModelTests.sln above {AppContext.BaseDirectory}");
        return folder;
    }
}
