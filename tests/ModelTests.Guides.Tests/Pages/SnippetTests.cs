using System.Text.RegularExpressions;
using Xunit;

namespace ModelTests.Guides.Pages;

/// <summary>
/// The samples of the pages are compiled and their outputs printed. <c>dotnet run build/docs.cs</c> runs these tests with MODELTESTS_DOCS=update,
/// which writes what stands below each mark such as <c>&lt;!-- from GanTests.cs#Tests --&gt;</c> anew.
/// </summary>
// The collection of all checks: they share libtorch's random generator.
[Collection("ModelTests")]
public partial class SnippetTests
{
    public static TheoryData<string> Pages => [.. MarkdownPages.All.Where(page => MarkedBlock().IsMatch(MarkdownPages.Read(page)))];

    public static TheoryData<string> Guides => [.. MarkdownPages.Guides];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_marked_block_is_what_its_source_says(string page)
    {
        var current = MarkdownPages.Read(page);
        var update = Environment.GetEnvironmentVariable("MODELTESTS_DOCS") == "update";
        var wanted = MarkedBlock().Replace(current, block => $"{block.Groups["mark"]}{Snippets.Of(block.Groups["source"].Value, update ? "" : block.Groups["text"].Value.TrimEnd('\n'))}\n```");
        if (update)
            MarkdownPages.Write(page, wanted);
        else
            Assert.Equal(wanted, current);
    }

    [Theory]
    [MemberData(nameof(Guides))]
    public void Every_sample_and_output_of_a_guide_is_marked(string page)
    {
        var unmarked = MarkedBlock().Replace(MarkdownPages.Read(page), "");
        Assert.DoesNotMatch(@"(?m)^ *```(csharp|fsharp|text)", unmarked);
    }

    [Fact]
    public void There_are_pages_with_marked_blocks() => Assert.NotEmpty(Pages);

    [GeneratedRegex(@"(?<mark><!-- (?<source>(from|printed by|printed roughly by) [^\n]*?) -->\n```\w+\n)(?<text>.*?\n)??```", RegexOptions.Singleline)]
    private static partial Regex MarkedBlock();
}
