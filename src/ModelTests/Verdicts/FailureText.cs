using System.Text;

namespace ModelTests;

/// <summary>Writes a verdict as people read it in a test runner.</summary>
internal static class FailureText
{
    private const int MostRows = 10;
    private const int LabelWidth = 11;

    public static string Of(string testClass, string check, Verdict verdict, SubjectFacts? facts, string docs)
    {
        var text = new StringBuilder();
        text.Append(testClass).Append('.').Append(check).Append(" failed: ").AppendLine(verdict.Headline);
        AppendFindings(text, verdict.Findings);
        AppendLine(text, "cause", verdict.Cause);
        AppendLine(text, "change", verdict.Change);
        AppendLine(text, "exempt", verdict.Exempt);
        if (facts is not null)
            AppendLine(text, "reproduce", $"seed {facts.Seed}, {facts.Device}, {facts.NumberType}, batch {facts.BatchShapes}");
        AppendLine(text, "docs", docs);
        return text.ToString().TrimEnd();
    }

    private static void AppendFindings(StringBuilder text, IReadOnlyList<Finding> findings)
    {
        var shown = findings.Take(MostRows).ToList();
        var locationWidth = shown.Select(finding => finding.Location.Length).DefaultIfEmpty(0).Max();
        var sizeWidth = shown.Select(finding => finding.Size.Length).DefaultIfEmpty(0).Max();
        foreach (var finding in shown)
        {
            text.Append("  ").Append(finding.Location.PadRight(locationWidth));
            if (sizeWidth > 0)
                text.Append(' ').Append(finding.Size.PadRight(sizeWidth));
            if (finding.Text.Length > 0)
                text.Append("  ").Append(finding.Text);
            text.AppendLine();
        }
        if (findings.Count > MostRows)
            text.Append("  and ").Append(findings.Count - MostRows).AppendLine(" more");
    }

    private static void AppendLine(StringBuilder text, string label, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            text.Append(label.PadRight(LabelWidth)).AppendLine(value);
    }
}
