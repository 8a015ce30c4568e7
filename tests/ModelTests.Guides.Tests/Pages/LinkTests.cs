using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Xunit;

namespace ModelTests.Guides.Pages;

/// <summary>No link of this repository's pages leads nowhere, and no page is left that nobody finds. Nothing is asked of the network.</summary>
public partial class LinkTests
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    public static TheoryData<string> Pages => [.. MarkdownPages.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_of_a_page_leads_somewhere(string page) =>
        Assert.DoesNotContain(Links(page), link => !LeadsSomewhere(page, link));

    [Fact]
    public void Every_page_of_the_docs_is_reached_from_the_readme_or_the_contents()
    {
        var (reached, left) = (new HashSet<string>(), new Stack<string>(["README.md", "docs/README.md"]));
        while (left.TryPop(out var page))
        {
            if (reached.Add(page) && MarkdownPages.All.Contains(page))
                Array.ForEach([.. Links(page).Where(IsRelative).Select(link => Target(page, link))], left.Push);
        }
        Assert.DoesNotContain(MarkdownPages.All, page => page.StartsWith("docs/", StringComparison.Ordinal) && !reached.Contains(page));
    }

    [Theory]
    [InlineData("## `[StandardChecks]` and what it holds", "standardchecks-and-what-it-holds")]
    [InlineData("## \"My model doesn't learn: what now?\"", "my-model-doesnt-learn-what-now")]
    [InlineData("## A [link](x.md) in it – and a dash", "a-link-in-it--and-a-dash")]
    [InlineData("# Twice\n# Twice", "twice-1")]
    public void An_anchor_is_made_of_a_heading_as_GitHub_makes_it(string markdown, string anchor) => Assert.Contains(anchor, Anchors(markdown));

    private static bool LeadsSomewhere(string page, string link)
    {
        if (!IsRelative(link))
            return Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.Host.Contains('.', StringComparison.Ordinal);
        var target = Target(page, link);
        var path = Path.Combine(MarkdownPages.Root, target);
        var anchor = link.Split('#').ElementAtOrDefault(1);
        return anchor is null ? File.Exists(path) || Directory.Exists(path) : File.Exists(path) && Anchors(MarkdownPages.Read(target)).Contains(anchor);
    }

    private static bool IsRelative(string link) => !Scheme().IsMatch(link);

    /// <summary>The path from the repository's root; the page itself for an anchor alone.</summary>
    private static string Target(string page, string link)
    {
        var path = Uri.UnescapeDataString(link.Split('#')[0]);
        var full = path.Length == 0 ? Path.Combine(MarkdownPages.Root, page) : Path.GetFullPath(Path.Combine(MarkdownPages.Root, Path.GetDirectoryName(page)!, path));
        return Path.GetRelativePath(MarkdownPages.Root, full).Replace('\\', '/');
    }

    private static IEnumerable<string> Links(string page)
    {
        var document = Markdown.Parse(MarkdownPages.Read(page), Pipeline);
        return document.Descendants<LinkInline>().Select(link => link.Url ?? "").Concat(document.Descendants<AutolinkInline>().Where(link => !link.IsEmail).Select(link => link.Url));
    }

    /// <summary>Lower case, punctuation left out, spaces as hyphens; a heading that was there before gets a number.</summary>
    private static HashSet<string> Anchors(string markdown)
    {
        var anchors = new HashSet<string>();
        foreach (var heading in Markdown.Parse(markdown, Pipeline).Descendants<HeadingBlock>())
        {
            var name = Punctuation().Replace(Text(heading).ToLowerInvariant(), "").Replace(' ', '-');
            var number = 0;
            while (!anchors.Add(number == 0 ? name : $"{name}-{number}"))
                number++;
        }
        return anchors;
    }

    private static string Text(HeadingBlock heading) => string.Concat(heading.Inline!.Descendants().Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        _ => "",
    }));

    [GeneratedRegex("^[a-z][a-z+.-]*:", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
