namespace ModelTests;

/// <summary>Shows people what differs between two baselines, one figure a line.</summary>
internal static class BaselineTable
{
    /// <summary>More are no longer read; a fingerprint has hundreds.</summary>
    private const int MostRows = 20;

    /// <summary>A list of outputs would fill the screen.</summary>
    private const int LongestValue = 32;

    private static readonly string[] Heads = ["section", "name", "verified", "received", "change"];

    /// <summary>The lines of the table; what did not change is only counted.</summary>
    public static IReadOnlyList<string> Lines(Baseline? verified, Baseline received)
    {
        var changes = BaselineChange.Between(verified, received);
        var differing = changes.Where(change => change.Differs).ToList();
        if (differing.Count == 0)
            return [$"nothing differs: {Count(changes.Count)} as before"];
        List<string[]> rows = [Heads, .. differing.Take(MostRows).Select(change => (string[])[change.Section, change.Name, Short(change.Verified), Short(change.Received), change.Amount])];
        var widths = Heads.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var lines = rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).ToList();
        if (differing.Count > MostRows)
            lines.Add($"and {differing.Count - MostRows} more that differ");
        if (changes.Count > differing.Count)
            lines.Add($"{Count(changes.Count - differing.Count)} as before");
        return lines;
    }

    private static string Short(string? value) => value is null ? "-" : value.Length <= LongestValue ? value : value[..(LongestValue - 1)] + "…";

    private static string Count(int figures) => figures == 1 ? "1 figure" : $"{figures} figures";
}
