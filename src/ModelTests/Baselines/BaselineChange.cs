using System.Globalization;
using System.Text.Json;

namespace ModelTests;

/// <summary>One figure of a baseline, before and now.</summary>
/// <param name="Section">The section, such as "metrics".</param>
/// <param name="Name">The entry's name; for an entry with several figures the figure's name after a dot, as in "accuracy.mean".</param>
/// <param name="Verified">What the verified file says; null when it says nothing.</param>
/// <param name="Received">What was received; null when nothing was.</param>
internal sealed record BaselineChange(string Section, string Name, string? Verified, string? Received)
{
    public bool Differs => Verified != Received;

    /// <summary>"+0.02 (+2.1 %)" between two numbers; "new" and "gone"; otherwise empty.</summary>
    public string Amount => (Verified, Received) switch
    {
        (null, _) => "new",
        (_, null) => "gone",
        _ when Number(Verified) is { } before && Number(Received) is { } now && now != before => Between(before, now),
        _ => "",
    };

    /// <summary>Every figure of both, in the order of the received file; what only the verified file has comes last.</summary>
    public static IReadOnlyList<BaselineChange> Between(Baseline? verified, Baseline received)
    {
        var before = Figures(verified).ToDictionary(figure => (figure.Section, figure.Name), figure => figure.Value);
        var now = Figures(received).ToList();
        var names = now.Select(figure => (figure.Section, figure.Name)).ToHashSet();
        return
        [
            .. now.Select(figure => new BaselineChange(figure.Section, figure.Name, before.GetValueOrDefault((figure.Section, figure.Name)), figure.Value)),
            .. before.Where(figure => !names.Contains(figure.Key)).Select(figure => new BaselineChange(figure.Key.Section, figure.Key.Name, figure.Value, null)),
        ];
    }

    private static IEnumerable<BaselineEntry> Figures(Baseline? baseline) => (baseline?.Entries ?? []).SelectMany(entry =>
    {
        using var document = JsonDocument.Parse(entry.Value);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.EnumerateObject().Select(member => entry with { Name = $"{entry.Name}.{member.Name}", Value = member.Value.GetRawText() }).ToList()
            : [entry];
    });

    private static double? Number(string json) => double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Between(double before, double now)
    {
        var difference = Signed(now - before);
        return before == 0 ? difference : $"{difference} ({Signed(100 * (now - before) / Math.Abs(before), 2)} %)";
    }

    private static string Signed(double value, int digits = 3) => (value > 0 ? "+" : "") + Significant.Of(value, digits);
}
