using System.Globalization;
using System.Reflection;
using System.Xml.Linq;

namespace ModelTests.Tool;

/// <summary>One page of all reports. It stands alone: no script, no font, no picture is loaded from anywhere.</summary>
internal static class Page
{
    public static string Of(ReportFiles files) => Html.Page(Html.Tag("html", Html.With("lang", "en"),
        Html.Tag("head",
            Html.Tag("meta", Html.With("charset", "utf-8")),
            Html.Tag("meta", Html.With("name", "viewport"), Html.With("content", "width=device-width, initial-scale=1")),
            Html.Tag("title", $"ModelTests: {Headline(files.Reports)}"),
            Html.Tag("style", Style())),
        Html.Tag("body",
            Html.Tag("header", Html.Tag("h1", "ModelTests report"), Html.Tag("p", $"{Capital(Headline(files.Reports))}.")),
            Html.Tag("main",
                files.Problems.Count == 0 ? null : Html.Tag("ul", files.Problems.Select(problem => Html.Tag("li", problem))),
                files.Reports.Count == 0 ? Nothing() : Contents(files.Reports),
                files.Reports.Select((report, i) => ClassSection.Of(report, Anchor(i)))))));

    public static string Headline(IReadOnlyList<ClassReport> reports)
    {
        if (reports.Count == 0)
            return "there are no reports";
        var failing = reports.Count(report => report.Failures().Any());
        return failing == 0
            ? $"no check failed in {Figures.Count(reports.Count, "class", "classes")}"
            : $"{Figures.Count(reports.Sum(report => report.Failures().Count()), "check")} failed in {failing} of {Figures.Count(reports.Count, "reported class", "reported classes")}";
    }

    private static XElement Nothing() => Html.Tag("p",
        "A test run leaves a report for each class with a failing check. With ", Html.Tag("code", $"{ReportSettings.Variable}=always"), " it leaves one for every class.");

    private static XElement Contents(IReadOnlyList<ClassReport> reports) => Html.Tag("nav", Html.With("aria-label", "Classes"), Html.Table(
        "The classes, those with failures first.", ["class", "held", "failed", "no answer", "root cause", "written"],
        reports.Select((report, i) => (IReadOnlyList<object?>)
        [
            Html.Tag("a", Html.With("href", $"#{Anchor(i)}"), report.Name()),
            $"{report.Checks.Count(check => check.Outcome == CheckReport.Holds)}",
            report.Failures().Count() is > 0 and var failed ? Html.Tag("span", Html.Class("fails"), $"{failed}") : "0",
            $"{report.Checks.Count(check => check.Outcome is not (CheckReport.Holds or CheckReport.Fails))}",
            string.Join("; ", ClassSection.Roots(report).Select(ClassSection.Names)),
            Html.Tag("span", Html.Class("keep"), report.Written.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        ])));

    private static string Anchor(int number) => $"class-{number + 1}";

    private static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    private static string Style()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("page.css")!);
        return reader.ReadToEnd();
    }
}
