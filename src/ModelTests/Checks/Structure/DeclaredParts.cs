using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelTests;

/// <summary>
/// Parts of the inputs as a person writes them: "input[:, 0:3]; input 1". As findings name them, separated by semicolons; one dimension is
/// picked by numbers and ranges whose end is left out, the others are ":". "0:3, 7" is short for "input[:, 0:3]; input[:, 7]".
/// </summary>
internal static partial class DeclaredParts
{
    /// <summary>Null when a part cannot be read; <paramref name="wrong"/> is then that part.</summary>
    public static IReadOnlyList<DeclaredPart>? Parse(string text, out string wrong)
    {
        var parts = new List<DeclaredPart>();
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries))
        {
            wrong = part;
            if (Indices().IsMatch(part))
            {
                foreach (var index in part.Split(',', StringSplitOptions.TrimEntries))
                {
                    if (Range(index) is not { } range)
                        return null;
                    parts.Add(new DeclaredPart(0, 1, range.First, range.End));
                }
                continue;
            }
            if (Input().Match(part) is not { Success: true } match || Part(match) is not { } read)
                return null;
            parts.Add(read);
        }
        wrong = "";
        return parts;
    }

    private static DeclaredPart? Part(Match match)
    {
        var number = match.Groups["number"].Success ? int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) : 0;
        if (!match.Groups["indices"].Success)
            return new DeclaredPart(number, null, 0, null);
        var indices = match.Groups["indices"].Value.Split(',', StringSplitOptions.TrimEntries);
        var picked = Array.FindIndex(indices, index => index != ":");
        return picked >= 0 && Array.FindLastIndex(indices, index => index != ":") == picked && Range(indices[picked]) is { } range
            ? new DeclaredPart(number, picked, range.First, range.End)
            : null;
    }

    /// <summary>"7" or "0:3" or "2:"; null when it is none or empty.</summary>
    private static (long First, long? End)? Range(string text)
    {
        var ends = text.Split(':', StringSplitOptions.TrimEntries);
        if (ends.Length > 2 || !long.TryParse(ends[0].Length == 0 && ends.Length == 2 ? "0" : ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first))
            return null;
        if (ends.Length == 1)
            return (first, first + 1);
        if (ends[1].Length == 0)
            return (first, null);
        return long.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end > first ? (first, end) : null;
    }

    [GeneratedRegex(@"^[\d\s:,]+$")]
    private static partial Regex Indices();

    [GeneratedRegex(@"^input(\s+(?<number>\d{1,4}))?\s*(\[(?<indices>[\d\s:,]+)\])?$")]
    private static partial Regex Input();
}

/// <summary>A part of an input that the outputs are declared to depend on.</summary>
/// <param name="Input">The number of the input.</param>
/// <param name="Dimension">The dimension; null for the whole input.</param>
/// <param name="First">The first index along it.</param>
/// <param name="End">The index behind the last one; null for all that follow.</param>
internal sealed record DeclaredPart(int Input, int? Dimension, long First, long? End)
{
    public override string ToString() => Dimension is { } dimension
        ? $"input {Input}[{string.Concat(Enumerable.Repeat(":, ", dimension))}{First}:{End}]"
        : $"input {Input}";
}
