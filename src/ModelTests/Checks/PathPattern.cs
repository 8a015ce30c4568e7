using System.Text.RegularExpressions;

namespace ModelTests;

/// <summary>
/// Picks parameters or modules by path: "head.weight" is that one, "head.*" what lies directly under head,
/// "head.**" head and everything under it, "**" everything. Several patterns are separated by commas.
/// </summary>
internal sealed class PathPattern
{
    private readonly List<Regex> patterns;

    public PathPattern(string text)
    {
        Text = text;
        patterns = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ToRegex)];
    }

    public string Text { get; }

    public bool Matches(string path) => patterns.Any(pattern => pattern.IsMatch(path));

    private static Regex ToRegex(string pattern)
    {
        var expression = Regex.Escape(pattern)
            .Replace(@"\.\*\*", @"(\..*)?", StringComparison.Ordinal)
            .Replace(@"\*\*", @".*", StringComparison.Ordinal)
            .Replace(@"\*", @"[^.]*", StringComparison.Ordinal);
        return new Regex($"^{expression}$", RegexOptions.CultureInvariant);
    }
}
