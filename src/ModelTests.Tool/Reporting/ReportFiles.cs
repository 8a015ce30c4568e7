using System.Text;

namespace ModelTests.Tool;

/// <summary>The reports below a folder.</summary>
/// <param name="Reports">One for each class, those with failures first; where several runs left one of the same class, such as builds for debugging and for release, the newest.</param>
/// <param name="Problems">Files that cannot be used, and why.</param>
internal sealed record ReportFiles(IReadOnlyList<ClassReport> Reports, IReadOnlyList<string> Problems)
{
    // Output folders are searched: reports lie beside the test assembly.
    private static readonly EnumerationOptions Reachable = new() { IgnoreInaccessible = true, RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    public static ReportFiles Below(string folder)
    {
        var (reports, problems) = (new List<ClassReport>(), new List<string>());
        foreach (var file in Directory.EnumerateFiles(folder, $"*{ReportFile.Ending}", Reachable).Order(StringComparer.Ordinal))
        {
            try
            {
                if (BaselineFile.TextAt(file) is { } text)
                    reports.Add(ReportText.Read(text));
            }
            catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException or DecoderFallbackException)
            {
                problems.Add($"{Path.GetRelativePath(folder, file)} cannot be used: {problem.Message}");
            }
        }
        var newest = reports.GroupBy(report => (report.Assembly, report.Class)).Select(same => same.MaxBy(report => report.Written)!);
        return new ReportFiles([.. newest.OrderBy(report => !report.Failures().Any()).ThenBy(report => report.Class, StringComparer.Ordinal)], problems);
    }
}
