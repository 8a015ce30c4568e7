using System.Text.RegularExpressions;
using Xunit;

namespace ModelTests.Tests;

/// <summary>
/// What the docs show of the checks is what the checks print and claim. <c>dotnet run build/docs.cs</c> runs these tests with
/// MODELTESTS_DOCS=update, which writes it anew.
/// </summary>
public partial class DocsTests
{
    public static TheoryData<string> Checks => [.. CheckCatalogue.Types.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public void The_page_of_a_check_shows_a_failure_as_it_is_printed(string name)
    {
        var check = CheckNamed(name);
        var failure = Judge.Text(IShownInDocs.For(name).ShownInDocs, check).ReplaceLineEndings("\n");
        Expect(check.DocsPage, page => TextBlock().Replace(page, _ => $"```text\n{failure}\n```", 1));
    }

    [Fact]
    public void The_readme_lists_every_check_with_its_claim()
    {
        var rows = string.Concat(CheckCatalogue.Types.Select(type => CheckNamed(type.Name)).Select(check => $"| [`[{check.Name}]`]({check.DocsPage}) | {check.Claim} |\n"));
        Expect("README.md", page => ListOfChecks().Replace(page, _ => $"| check | claim |\n|---|---|\n{rows}", 1));
    }

    private static CheckAttribute CheckNamed(string name) => IShownInDocs.For(name).Check;

    /// <summary>The file is as it would be if its generated part were written now.</summary>
    internal static void Expect(string file, Func<string, string> generate)
    {
        var current = RepositoryFiles.Read(file);
        var wanted = generate(current);
        if (Environment.GetEnvironmentVariable("MODELTESTS_DOCS") == "update")
            File.WriteAllText(Path.Combine(RepositoryFiles.Root, file), wanted);
        else
            Assert.Equal(wanted, current);
    }

    [GeneratedRegex(@"```text\n(.*?\n)?```", RegexOptions.Singleline)]
    private static partial Regex TextBlock();

    [GeneratedRegex(@"\| check \| claim \|\n\|---\|---\|\n(\|[^\n]*\n)*")]
    private static partial Regex ListOfChecks();
}
