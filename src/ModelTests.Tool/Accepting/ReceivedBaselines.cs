using System.Text;

namespace ModelTests.Tool;

/// <summary>A received file, and the two files that it is one of.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Stem">"Class.Check".</param>
internal sealed record ReceivedBaseline(string Folder, string Stem)
{
    public BaselineFile File => new(Folder, Stem);

    /// <summary>Whether the filter is part of Class.Check, with the namespace or without; failures name the class in both ways.</summary>
    public bool Matches(string filter) => Stem.Contains(Dotted(filter), StringComparison.OrdinalIgnoreCase) || FullName().Contains(Dotted(filter), StringComparison.OrdinalIgnoreCase);

    /// <summary>As the document says; a damaged one is known by its file's name only.</summary>
    private string FullName()
    {
        try
        {
            return BaselineFile.TextAt(File.Received) is { } text && BaselineText.Read(text) is { } baseline ? Dotted($"{baseline.Class}.{baseline.Check}") : "";
        }
        catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return "";
        }
    }

    /// <summary>A nested class is Outer+Inner by reflection and Outer.Inner in the source.</summary>
    private static string Dotted(string name) => name.Replace('+', '.');
}

/// <summary>Finds the received files of a repository.</summary>
internal static class ReceivedBaselines
{
    // What is built and what git keeps: copies, not sources.
    private static readonly HashSet<string> Skipped = new(["bin", "obj", ".git"], StringComparer.OrdinalIgnoreCase);

    private static readonly EnumerationOptions Reachable = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    public static IReadOnlyList<ReceivedBaseline> Below(string folder) => [.. In(folder).OrderBy(received => received.File.Received, StringComparer.Ordinal)];

    private static IEnumerable<ReceivedBaseline> In(string folder) =>
        Directory.EnumerateFiles(folder, $"*{BaselineFile.ReceivedEnding}", Reachable)
            .Select(file => new ReceivedBaseline(folder, Path.GetFileName(file)[..^BaselineFile.ReceivedEnding.Length]))
            .Concat(Directory.EnumerateDirectories(folder, "*", Reachable).Where(child => !Skipped.Contains(Path.GetFileName(child))).SelectMany(In));
}
