using System.Text.RegularExpressions;

namespace ModelTests.Guides.Pages;

/// <summary>
/// What stands in a block of code of a page: <c>from file.cs</c> a source file of this project (or of the repository), <c>from file.cs#name</c> a region of it,
/// <c>printed by Folder.Fault.Class: Check, …</c> what these checks answer, as a test runner shows it; the class is named below <c>ModelTests.Guides</c> or in full.
/// <c>printed roughly by</c>: the same with figures of a training, which differ a little between processors, so that only the words are compared.
/// </summary>
internal static partial class Snippets
{
    private const string Project = "tests/ModelTests.Guides.Tests";

    /// <param name="source">What the mark says.</param>
    /// <param name="current">What stands there; it stays where only figures differ that differ between processors.</param>
    public static string Of(string source, string current)
    {
        if (!source.StartsWith("from ", StringComparison.Ordinal))
        {
            var printed = Printed(source[(source.IndexOf(" by ", StringComparison.Ordinal) + " by ".Length)..].Split(": "));
            return source.StartsWith("printed roughly ", StringComparison.Ordinal) && WithoutFigures(printed) == WithoutFigures(current) ? current : printed;
        }
        var parts = source["from ".Length..].Split('#');
        var inProject = Path.Combine(MarkdownPages.Root, Project, parts[0]);
        var text = File.ReadAllText(File.Exists(inProject) ? inProject : Path.Combine(MarkdownPages.Root, parts[0])).ReplaceLineEndings("\n");
        return parts.Length > 1 ? Region(text, parts[1]) : text.TrimEnd();
    }

    /// <summary>The lines of a region without its indentation.</summary>
    private static string Region(string text, string name)
    {
        var lines = text.Split('\n');
        var start = Array.FindIndex(lines, line => line.Trim() == $"#region {name}");
        if (start < 0)
            throw new InvalidOperationException($"there is no #region {name}");
        var kept = lines[(start + 1)..].TakeWhile(line => line.Trim() != "#endregion").ToList();
        var indentation = kept.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', kept.Select(line => line.Length > 0 ? line[indentation..] : line));
    }

    private static string Printed(string[] classAndChecks)
    {
        var type = typeof(Snippets).Assembly.GetTypes().Single(type => type.FullName!.Replace('+', '.') is var name && (name == classAndChecks[0] || name == $"ModelTests.Guides.{classAndChecks[0]}"));
        var fixture = (IRecipes)Activator.CreateInstance(type)!;
        return string.Join('\n', classAndChecks[1].Split(", ").Select(check => CheckResult.Of(fixture, CheckPlan.Find(type, check), say: null).Text.ReplaceLineEndings("\n")));
    }

    private static string WithoutFigures(string text) => Figure().Replace(text, "#");

    [GeneratedRegex(@"\d+(\.\d+)?(e-?\d+)?")]
    private static partial Regex Figure();
}
