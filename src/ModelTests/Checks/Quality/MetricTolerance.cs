using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelTests;

/// <summary>How much worse single metrics may become, as declared: "accuracy 0.02, loss 10 %".</summary>
internal sealed partial class MetricTolerance
{
    private readonly Dictionary<string, (double Value, bool IsPercent)> byMetric = [];

    /// <exception cref="FixtureException">The text cannot be read; the message says which part of it.</exception>
    public MetricTolerance(string? text)
    {
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Entry().Match(part) is not { Success: true } match || !double.TryParse(match.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                throw Unreadable(text!, $"\"{part}\" is no metric with a number");
            if (!byMetric.TryAdd(match.Groups["name"].Value, (value, match.Groups["percent"].Success)))
                throw Unreadable(text!, $"\"{match.Groups["name"].Value}\" stands in it twice");
        }
    }

    /// <summary>The metrics that it names.</summary>
    public IEnumerable<string> Metrics => byMetric.Keys;

    /// <summary>In the metric's own unit; null where none was declared.</summary>
    public double? For(MetricLine verified) => byMetric.TryGetValue(verified.Name, out var declared)
        ? declared.IsPercent ? declared.Value / 100 * Math.Abs(verified.Mean) : declared.Value
        : null;

    private static FixtureException Unreadable(string text, string problem) => new($"Tolerance is \"{text}\": {problem}",
        "write each metric's name and how much worse it may become, in its own unit or in percent of the baseline: Tolerance = \"accuracy 0.02, loss 10 %\"");

    [GeneratedRegex(@"^(?<name>.*\S)\s+(?<value>[0-9.]+(e[+-]?[0-9]+)?)\s*(?<percent>%)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Entry();
}
