using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace ModelTests.Tool.Tests;

public sealed partial class ReportTests : IDisposable
{
    private readonly ToolRun tool = new();

    public void Dispose() => tool.Dispose();

    [Fact]
    public void The_reports_of_all_test_projects_become_one_page()
    {
        Write("a/bin/Debug/modeltests-report/DigitTests", Reports.Full());
        Write("b/bin/Debug/modeltests-report/LetterTests", Reports.Full("Letters.LetterTests"));
        Assert.Equal(0, Report());
        Assert.Equal(["DigitTests", "LetterTests"], Page().Descendants("h2").Select(heading => heading.Value));
        Assert.Equal(tool.Path("page.html"), tool.Output.Trim());
        Assert.Equal("", tool.Error);
    }

    [Fact]
    public void The_page_needs_nothing_from_anywhere()
    {
        Write("DigitTests", Reports.Full());
        Report();
        var text = tool.Read("page.html");
        Assert.DoesNotMatch("(?i)https?:|//[a-z]|<script|@import|url\\((?!#)", text);
        Assert.All(Page().Descendants().Attributes().Where(attribute => attribute.Name == "src"), source => Assert.StartsWith("data:image/png;base64,", source.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void What_to_look_at_although_a_check_holds_is_on_the_page_and_in_the_summary()
    {
        Write("DigitTests", Reports.Full("Digits.DigitTests", Reports.Check("MatchesBaseline") with { Warning = "accuracy better by 0.04: accept to hold it" }, Reports.Check("NoNonFinite")));
        Write("LetterTests", Reports.Full("Letters.LetterTests"));
        Report();
        var warnings = Assert.Single(Page().Descendants("details"), details => details.Descendants("h3").FirstOrDefault()?.Value == "Warnings");
        Assert.Equal("MatchesBaselineaccuracy better by 0.04: accept to hold it", Assert.Single(warnings.Descendants("tbody").Elements()).Value);
        Assert.Equal(0, tool.RunIn("report", tool.Folder, "--summary"));
        Assert.Contains("- **warning** DigitTests.MatchesBaseline: accuracy better by 0.04: accept to hold it\n", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_can_be_read_without_seeing_it()
    {
        Write("DigitTests", Reports.Full());
        Write("Broken", Reports.Full("Digits.Broken", Reports.Check("WeightsUpdate", CheckReport.Fails)));
        Report();
        var page = Page();
        Assert.Equal("en", (string?)page.Root!.Attribute("lang"));
        Assert.Single(page.Descendants("h1"));
        Assert.Single(page.Descendants("main"));
        Assert.All(page.Descendants("table"), table => Assert.NotEqual("", table.Element("caption")!.Value));
        Assert.All(page.Descendants("th"), head => Assert.NotNull(head.Attribute("scope")));
        Assert.All(page.Descendants("figure"), figure => Assert.NotEqual("", figure.Element("figcaption")!.Value));
        Assert.All(page.Descendants("svg"), drawing => Assert.Equal(("img", true), ((string?)drawing.Attribute("role"), drawing.Attribute("aria-label") is { Value.Length: > 20 })));
        Assert.All(page.Descendants("img"), picture => Assert.NotEqual("", (string?)picture.Attribute("alt")));
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(page.Descendants().Attributes("href"), link => Assert.Contains(link.Value[1..], ids));
        Assert.All(page.Descendants().Attributes("aria-labelledby"), label => Assert.Contains(label.Value, ids));
    }

    [Fact]
    public void Drawings_take_their_colours_from_the_page_which_knows_dark_and_print()
    {
        Write("DigitTests", Reports.Full());
        Report();
        var style = Page().Descendants("style").Single().Value;
        Assert.Contains("prefers-color-scheme: dark", style, StringComparison.Ordinal);
        Assert.Contains("@media print", style, StringComparison.Ordinal);
        var drawings = string.Concat(Page().Descendants("svg"));
        Assert.DoesNotMatch("rgb\\(|#[0-9a-f]{6}|:black|\"black\"|white", drawings);
        Assert.All(Variable().Matches(drawings).Select(match => match.Value).Distinct(), variable => Assert.Contains($"{variable}:", style, StringComparison.Ordinal));
    }

    [Fact]
    public void The_cause_stands_before_what_follows_from_it_and_both_before_what_holds()
    {
        Write("DigitTests", Reports.Full("Digits.DigitTests",
            Reports.Check("NoNonFinite"),
            Reports.Check("GradientsReachEveryParameter", CheckReport.Fails, "2 of 8 got no gradient", null, "WeightsUpdate"),
            Reports.Check("WeightsUpdate", CheckReport.Fails, "2 of 8 did not move", "GradientsReachEveryParameter"),
            Reports.Check("LabelsValid", CheckReport.DoesNotApply, "no classes")));
        Report();
        Assert.Equal(["Root cause: GradientsReachEveryParameter", "WeightsUpdate", "Losses", "Gradients and updates", "Activations", "Dependence of samples on each other", "Data", "1 check that held", "1 check that gave no answer", "Left out"],
            Page().Descendants("h3").Select(heading => heading.Value));
        var follows = Page().Descendants("article").Last().Value;
        Assert.Contains("GradientsReachEveryParameter, which fails, too: correct that first", follows, StringComparison.Ordinal);
        Assert.Contains("fc2.weight", follows, StringComparison.Ordinal);
        Assert.DoesNotContain(Page().Descendants("details"), details => details.Descendants("article").Any());
    }

    [Fact]
    public void Captions_say_with_figures_what_a_plot_shows()
    {
        Write("DigitTests", Reports.Full());
        Report();
        var captions = Page().Descendants("figcaption").Select(caption => caption.Value).ToList();
        Assert.Contains("Loss on a single batch of 16 samples: 2 at step 1, 0.01 at step 4, at best 0.01. The best predictor that ignores its input has 2.3. No output gets below 0.", captions);
        Assert.Contains("Loss on 20 training steps: 1 at step 1. At step 2 it is NaN.", captions);
        Assert.Contains(captions, caption => caption.StartsWith("Of 8 layers, the gradient's root mean square in 3 training steps. At the end the largest is 1.2e-8 (fc12.weight), the smallest 1e-9 (fc1.weight).", StringComparison.Ordinal));
        Assert.Contains("fc1 (Linear): from -1 to 1, 25 % are 0, 2 are NaN or infinite", captions);
        Assert.Contains("1 pair of different samples depend on each other; most of all, sample 2 changes output 1 by 50 %.", captions);
    }

    [Fact]
    public void Failures_that_say_the_same_are_told_once()
    {
        Write("DigitTests", Reports.Bare("Digits.DigitTests", [.. "ABC".Select(name => Reports.Check($"{name}", CheckReport.Fails, "Forward threw"))]));
        Report();
        Assert.Equal("A and 2 more", Assert.Single(Page().Descendants("h3")).Value);
        Assert.Contains("3 checks failed in 1 of 1 reported class", Page().Descendants("header").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_stands_in_a_report_is_text()
    {
        Write("DigitTests", Reports.Full($"Digits.{Reports.Nasty}", Reports.Check(Reports.Nasty, CheckReport.Fails, Reports.Nasty)));
        Assert.Equal(0, Report());
        Assert.Empty(Page().Descendants("script"));
        Assert.Contains("<script>alert(1)</script> & \"quotes\"", Page().Descendants("article").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_builds_of_one_class_the_newest_is_shown()
    {
        Write("bin/Debug/DigitTests", Reports.Full() with { Written = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), Notes = ["the older"] });
        Write("bin/Release/DigitTests", Reports.Full() with { Notes = ["the newer"] });
        Report();
        Assert.Single(Page().Descendants("h2"));
        Assert.Contains("the newer", Page().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_reports_the_page_says_how_to_get_some()
    {
        Assert.Equal(0, Report());
        Assert.Contains("MODELTESTS_REPORT=always", Page().Descendants("main").Single().Value, StringComparison.Ordinal);
        Assert.StartsWith($"there is no report below {tool.Folder}", tool.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("{\"modelTestsReport\":1,", "it is damaged")]
    [InlineData("{\"modelTestsReport\":7}", "its format is 7")]
    public void A_damaged_report_is_named_and_the_others_are_shown(string damaged, string reason)
    {
        tool.Write("out/Broken.modeltests.json", damaged);
        Write("DigitTests", Reports.Full());
        Assert.Equal(1, Report());
        Assert.StartsWith($"{Path.Combine("out", "Broken.modeltests.json")} cannot be used: {reason}", tool.Error, StringComparison.Ordinal);
        Assert.Single(Page().Descendants("h2"));
        Assert.Contains(reason, Page().Descendants("main").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_is_written_as_one_JSON_document_and_no_page_unless_asked_for()
    {
        Write("DigitTests", Reports.Full());
        Assert.Equal(0, tool.RunIn("report", tool.Folder, "--json", tool.Path("all/report.json")));
        using var document = JsonDocument.Parse(tool.Read("all/report.json"));
        Assert.Equal("Digits.Tests.DigitTests", document.RootElement.GetProperty("classes")[0].GetProperty("class").GetString());
        Assert.False(File.Exists(tool.Path("modeltests-report.html")));
    }

    [Fact]
    public void The_summary_has_a_table_and_each_root_cause_and_is_appended_where_GitHub_says()
    {
        Write("DigitTests", Reports.Full("Digits.DigitTests",
            Reports.Check("GradientsReachEveryParameter", CheckReport.Fails, "2 of 8 | got <no> gradient", null, "WeightsUpdate"),
            Reports.Check("WeightsUpdate", CheckReport.Fails, "2 of 8 did not move", "GradientsReachEveryParameter"),
            Reports.Check("NoNonFinite"), Reports.Check("LabelsValid", CheckReport.CouldNotTell, "no classes"), Reports.Check("Causal", CheckReport.Skipped, "later")));
        tool.Write("summary.md", "before\n");
        tool.Variables["GITHUB_STEP_SUMMARY"] = tool.Path("summary.md");
        Assert.Equal(0, tool.RunIn("report", tool.Folder, "--summary"));
        Assert.Equal(
            """
            before
            ## ModelTests: 2 checks failed in 1 of 1 reported class

            | class | held | failed | could not tell | not asked |
            |---|---:|---:|---:|---:|
            | DigitTests | 1 | 2 | 1 | 1 |

            ### DigitTests.GradientsReachEveryParameter

            - **found** 2 of 8 \| got &lt;no&gt; gradient
            - **where** fc2.weight
            - **cause** fc2 is registered but forward() does not use it
            - **change** use fc2 in forward
            - **explains** WeightsUpdate


            """.ReplaceLineEndings("\n"), tool.Read("summary.md"));
    }

    [Fact]
    public void Elsewhere_the_summary_is_printed()
    {
        Assert.Equal(0, tool.RunIn("report", tool.Folder, "--summary"));
        Assert.Equal("## ModelTests: there are no reports\n\n\n", tool.Output);
    }

    [Theory]
    [InlineData("line\nbreak\ttab", "line break tab")]
    [InlineData("`code` *bold* _em_ [link](x) ~~no~~", "\\`code\\` \\*bold\\* \\_em\\_ \\[link\\](x) \\~\\~no\\~\\~")]
    [InlineData("a & b < c > d", "a &amp; b &lt; c &gt; d")]
    public void Markdown_in_a_message_stays_text(string text, string written) => Assert.Equal(written, Summary.Escaped(text));

    [Fact]
    public void What_cannot_be_carried_out_is_refused()
    {
        Assert.Equal(2, tool.RunIn("report", tool.Path("missing")));
        Assert.Contains("is no folder", tool.Error, StringComparison.Ordinal);
        Assert.Equal(2, tool.RunIn("report", tool.Folder, "--outptu", "x.html"));
        tool.Write("file", "");
        Assert.Equal(2, tool.RunIn("report", tool.Folder, "--output", tool.Path("file/page.html")));
        Assert.Contains("give a file that can be written", tool.Error, StringComparison.Ordinal);
    }

    private int Report() => tool.RunIn("report", tool.Folder, "--output", tool.Path("page.html"));

    /// <summary>Parsed as XML, which every page is: each element is closed and each text escaped.</summary>
    private XDocument Page() => XDocument.Parse(tool.Read("page.html").Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal));

    private void Write(string name, ClassReport report) => tool.Write($"{name}.modeltests.json", ReportText.Write(report));

    [GeneratedRegex("--[a-z0-9]+(?=\\))")]
    private static partial Regex Variable();
}
