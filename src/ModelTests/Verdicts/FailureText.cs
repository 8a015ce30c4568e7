using System.Text;

namespace ModelTests;

/// <summary>Writes a verdict as people read it in a test runner.</summary>
internal static class FailureText
{
    private const int MostRows = 10;
    private const int LabelWidth = 11;

    public static string Of(string testClass, string check, Verdict verdict, SubjectFacts? facts, string docs, Diagnosis? diagnosis = null)
    {
        var text = new StringBuilder();
        text.Append(testClass).Append('.').Append(check).Append(" failed: ").AppendLine(verdict.Headline);
        if (diagnosis?.RootCause is { } root)
            AppendLine(text, "root cause", $"{root.Name} fails, too, and explains this: {root.Verdict.Headline}{Where(root.Verdict)}; read that failure first");
        AppendFindings(text, verdict.Findings);
        AppendLine(text, "cause", verdict.Cause);
        AppendLine(text, "change", verdict.Change);
        if (diagnosis is { Explains: { Count: > 0 } symptoms })
            AppendLine(text, "explains", $"{string.Join(", ", symptoms)} {(symptoms.Count == 1 ? "fails" : "fail")}, too, and probably because of this");
        AppendLine(text, "exempt", verdict.Exempt);
        if (facts is not null)
            AppendLine(text, "reproduce", $"seed {facts.Seed}, {facts.Device}, {facts.NumberType}, batch {facts.BatchShapes}");
        AppendLine(text, "docs", docs);
        return text.ToString().TrimEnd();
    }

    /// <summary>The worst place, where the headline does not say it.</summary>
    private static string Where(Verdict verdict) =>
        verdict.Findings is [{ Location.Length: > 0 } worst, ..] && !verdict.Headline.Contains(worst.Location, StringComparison.Ordinal) ? $" ({worst.Location})" : "";


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
