using System.Globalization;
using System.Xml.Linq;

namespace ModelTests.Tool;

/// <summary>What the page says of one class: why it fails first, then what follows from that, then what to look at all the same, then what was measured, then all that holds.</summary>
internal static class ClassSection
{
    private const int MostCurves = 3;

    public static XElement Of(ClassReport report, string anchor)
    {
        var failures = report.Failures().ToList();
        var roots = Roots(report);
        return Html.Tag("section", Html.With("id", anchor), Html.With("aria-labelledby", $"{anchor}-title"),
            Html.Tag("h2", Html.With("id", $"{anchor}-title"), report.Name()),
            Html.Tag("p", Standing(report, failures)),
            Html.Tag("p", Html.Class("quiet"), Setting(report)),
            roots.Select(same => Failure(same[0], same[0].Explains.Count > 0 ? $"Root cause: {Names(same)}" : Names(same), isRoot: true)),
            failures.Except(roots.SelectMany(same => same)).Select(check => Failure(check, check.Name, isRoot: false)),
            Warnings(report),
            Folded("Losses", failures.Count > 0, Losses(report.Losses, anchor)),
            Folded("Gradients and updates", false, SizeFigures.Of(report.Parameters, anchor)),
            Folded("Activations", false, [ActivationFigures.Of(report.Activations, $"{anchor}-activation")]),
            Folded("Dependence of samples on each other", false, [DependenceFigure.Of(report.Dependence)]),
            Folded("Data", false, DataFigures.Of(report.Data)),
            Checks(report, "that held", "held", check => check.Outcome == CheckReport.Holds),
            Checks(report, "that gave no answer", "gave no answer", check => check.Outcome is not (CheckReport.Holds or CheckReport.Fails)),
            report.Notes.Count == 0 ? null : Folded("Left out", false, [Html.Tag("ul", report.Notes.Select(note => Html.Tag("li", note)))]));
    }

    /// <summary>The failures that no other explains. Those that say the same, as all do for a fixture that cannot be used, are one.</summary>
    public static IReadOnlyList<IReadOnlyList<CheckReport>> Roots(ClassReport report)
    {
        var failures = report.Failures().ToList();
        return [.. failures.Where(check => check.RootCause is null || failures.All(other => other.Name != check.RootCause))
            .GroupBy(check => (check.Headline, check.Cause, check.Change)).Select(same => (IReadOnlyList<CheckReport>)[.. same])];
    }

    /// <summary>"WeightsUpdate", or "ComponentsRegistered and 23 more".</summary>
    public static string Names(IReadOnlyList<CheckReport> same) => same.Count == 1 ? same[0].Name : $"{same[0].Name} and {same.Count - 1} more";

    /// <summary>With the fixture's own learning rate, and on different batches; the rates that were tried besides are folded away.</summary>
    private static List<XElement> Losses(IReadOnlyList<LossCurve> curves, string anchor)
    {
        var figures = curves.Select((curve, i) => LossFigure.Of(curve, $"{anchor}-loss-{i}")).ToList();
        if (figures.Count <= MostCurves)
            return figures;
        return [figures[0], figures[^1], Html.Folded(Html.Tag("h4", "Other learning rates"), figures[1..^1])];
    }

    private static IEnumerable<object> Standing(ClassReport report, List<CheckReport> failures) => failures.Count == 0
        ? [Html.Tag("span", Html.Class("holds"), "No check failed"), $" of {report.Checks.Count}."]
        : [Html.Tag("span", Html.Class("fails"), $"{Figures.Count(failures.Count, "check")} failed"), $" of {report.Checks.Count}."];

    private static string Setting(ClassReport report) => string.Join("; ", new[]
    {
        report.Class,
        report.Model.Length > 0 ? $"model {report.Model}" : "",
        report.Setting is { } setting ? $"seed {setting.Seed}, {setting.NumberType}, batch {setting.BatchShapes}; {setting.Environment}" : "",
        $"written {report.Written.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}",
    }.Where(part => part.Length > 0));

    private static XElement Failure(CheckReport check, string title, bool isRoot) => Html.Tag("article", isRoot ? null : Html.Class("follows"),
        Html.Tag("h3", title),
        Html.Tag("p", Html.Tag("span", Html.Class("fails"), "Failed: "), check.Headline),
        check.Findings.Count == 0 ? null : Findings(check),
        Html.Tag("dl",
            Entry("Cause", check.Cause),
            Entry("Change", check.Change),
            Entry("Follows from", check.RootCause is { } root ? $"{root}, which fails, too: correct that first" : null),
            Entry("Explains", check.Explains.Count > 0 ? $"{string.Join(", ", check.Explains)}: {(check.Explains.Count == 1 ? "fails" : "fail")}, too, and probably because of this" : null),
            Entry("Exempt", check.Exempt),
            Entry("Claim", check.Claim),
            Entry("Documentation", check.Docs)));

    /// <summary>Without the columns in which nothing stands.</summary>
    private static XElement Findings(CheckReport check)
    {
        var (sizes, texts) = (check.Findings.Any(finding => finding.Size.Length > 0), check.Findings.Any(finding => finding.Text.Length > 0));
        return Html.Table(
            check.FindingsLeftOut == 0 ? "What was found, the worst first." : $"What was found, the worst first; {check.FindingsLeftOut} more are left out.",
            Columns("where", "shape", "what"), check.Findings.Select(finding => Columns<object?>(Html.Tag("code", finding.Location), finding.Size, finding.Text)));

        IReadOnlyList<T> Columns<T>(T where, T size, T text) => (sizes, texts) switch
        {
            (true, true) => [where, size, text],
            (true, false) => [where, size],
            (false, true) => [where, text],
            _ => [where],
        };
    }

    private static IEnumerable<XElement> Entry(string name, string? text) =>
        string.IsNullOrEmpty(text) ? [] : [Html.Tag("dt", name), Html.Tag("dd", name == "Exempt" ? Html.Tag("code", text) : text)];

    private static XElement? Folded(string title, bool open, IEnumerable<XElement?> content)
    {
        var shown = content.OfType<XElement>().ToList();
        if (shown.Count == 0)
            return null;
        var details = Html.Folded(Html.Tag("h3", title), shown);
        if (open)
            details.Add(Html.With("open", "open"));
        return details;
    }

    private static XElement? Warnings(ClassReport report)
    {
        var warned = report.Checks.Where(check => check.Warning is not null).ToList();
        return warned.Count == 0 ? null : Folded("Warnings", true,
            [Html.Table("Checks that held, and what to look at all the same.", ["check", "look at"], warned.Select(check => (IReadOnlyList<object?>)[check.Name, check.Warning]))]);
    }

    private static XElement? Checks(ClassReport report, string which, string verb, Func<CheckReport, bool> chosen)
    {
        var checks = report.Checks.Where(chosen).ToList();
        return checks.Count == 0 ? null : Folded($"{Figures.Count(checks.Count, "check")} {which}", false,
            [Html.Table($"Checks that {verb}.", ["check", "answer", "found"], checks.Select(check => (IReadOnlyList<object?>)[check.Name, check.Outcome, check.Headline]))]);
    }
}
