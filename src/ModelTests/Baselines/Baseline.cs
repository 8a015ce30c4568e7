namespace ModelTests;

/// <summary>What a check recorded of a fixture, in lines that people can compare in a diff.</summary>
/// <param name="Class">The fixture's full name.</param>
/// <param name="Check">The check's name.</param>
/// <param name="Entries">In their order in the file; entries of one section stand together.</param>
public sealed record Baseline(string Class, string Check, IReadOnlyList<BaselineEntry> Entries)
{
    /// <summary>The version of the file's format.</summary>
    internal const int Format = 1;

    /// <summary>Why nothing can be compared, such as a model that is not repeatable; null when it can. Not part of the file.</summary>
    internal string? Inconclusive { get; init; }

    /// <summary>The entries of a section, by name; none when there is no such section.</summary>
    public IReadOnlyDictionary<string, string> Section(string name) =>
        Entries.Where(entry => entry.Section == name).ToDictionary(entry => entry.Name, entry => entry.Value);

    /// <summary>All but one section.</summary>
    internal Baseline Without(string section) => this with { Entries = [.. Entries.Where(entry => entry.Section != section)] };

    /// <summary>An entry with a NaN or an infinity in it: a baseline with one would never hold again.</summary>
    internal BaselineEntry? FirstNotFinite => Entries.FirstOrDefault(entry =>
        new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity }.Any(value => entry.Value.Contains(Significant.Of(value), StringComparison.Ordinal)));

    /// <summary>The text of the file.</summary>
    public override string ToString() => BaselineText.Write(this);
}

/// <summary>One line of a baseline.</summary>
/// <param name="Section">What it belongs to, such as "metrics".</param>
/// <param name="Name">Unique in its section, such as "accuracy".</param>
/// <param name="Value">JSON on one line: a number, a text, or an object such as {"mean": 0.95, "spread": 0.01}.</param>
public sealed record BaselineEntry(string Section, string Name, string Value);
