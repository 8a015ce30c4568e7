using System.Text;

namespace ModelTests.Tool;

/// <summary>The run in a few lines of Markdown, for the summary of a job on GitHub Actions.</summary>
internal static class Summary
{
    public const string FileVariable = "GITHUB_STEP_SUMMARY";

    /// <summary>What GitHub's Markdown reads within a line as something else than itself; all texts stand within lines.</summary>
    private const string Special = "\\`*_[]|~$@";

    public static string Of(ReportFiles files)
    {
        var text = new StringBuilder().Append("## ModelTests: ").Append(Page.Headline(files.Reports)).Append("\n\n");
        if (files.Reports.Count > 0)
        {
            text.Append("| class | held | failed | could not tell | not asked |\n|---|---:|---:|---:|---:|\n");
            foreach (var report in files.Reports)
            {
                text.Append("| ").AppendJoin(" | ", Escaped(report.Name()), Count(report, CheckReport.Holds), Count(report, CheckReport.Fails), Count(report, CheckReport.CouldNotTell),
                    Count(report, CheckReport.DoesNotApply) + Count(report, CheckReport.Skipped)).Append(" |\n");
            }
        }
        foreach (var report in files.Reports)
        {
            foreach (var same in ClassSection.Roots(report))
                Append(text, report, same);
        }
        foreach (var report in files.Reports)
        {
            foreach (var check in report.Checks.Where(check => check.Warning is not null))
                text.Append("\n- **warning** ").Append(Escaped($"{report.Name()}.{check.Name}: {check.Warning}"));
        }
        foreach (var problem in files.Problems)
            text.Append("\n- ").Append(Escaped(problem));
        return text.Append('\n').ToString();
    }

    internal static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        {
            if (letter is '<' or '>' or '&')
                escaped.Append(letter switch { '<' => "&lt;", '>' => "&gt;", _ => "&amp;" });
            else
                escaped.Append(Special.Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : letter.ToString());
        }
        return escaped.ToString();
    }

    private static void Append(StringBuilder text, ClassReport report, IReadOnlyList<CheckReport> same)
    {
        var root = same[0];
        text.Append("\n### ").Append(Escaped($"{report.Name()}.{ClassSection.Names(same)}")).Append("\n\n");
        Line("found", root.Headline);
        Line("where", string.Join(", ", root.Findings.Take(3).Select(finding => finding.Location).Where(location => location.Length > 0)) + (root.Findings.Count > 3 ? $" and {root.Findings.Count - 3 + root.FindingsLeftOut} more" : ""));
        Line("cause", root.Cause);
        Line("change", root.Change);
        Line("explains", string.Join(", ", root.Explains));

        void Line(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                text.Append("- **").Append(name).Append("** ").Append(Escaped(value)).Append('\n');
        }
    }

    private static int Count(ClassReport report, string outcome) => report.Checks.Count(check => check.Outcome == outcome);
}
