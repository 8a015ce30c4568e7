using System.Text.RegularExpressions;
using Xunit;

namespace ModelTests.Tests;

/// <summary>The figures of the comparison are those that were recorded. <c>dotnet run build/docs.cs</c> copies the table into the readme anew.</summary>
public partial class ComparisonDocsTests
{
    [Fact]
    public void The_readme_shows_the_first_table_of_the_comparison() =>
        DocsTests.Expect("README.md", page => Totals().Replace(page, Recorded(), 1));

    [Fact]
    public void The_figures_of_ModelTests_are_those_of_the_zoo()
    {
        var zoo = RepositoryFiles.Read("docs/zoo.md");
        var (cases, healthy) = (Cases().Match(zoo), Healthy().Match(zoo));
        Assert.True(cases.Success && healthy.Success, "docs/zoo.md lacks its totals");

        Assert.Equal([$"{cases.Groups[1]} of {cases.Groups[2]}", cases.Groups[4].Value, cases.Groups[3].Value, $"{healthy.Groups[1]} of {healthy.Groups[2]}"],
            LastColumn().Matches(Recorded()).Select(row => row.Groups[1].Value));
    }

    private static string Recorded()
    {
        var table = Totals().Match(RepositoryFiles.Read("docs/comparison.md"));
        Assert.True(table.Success, "docs/comparison.md has no totals; run build/zoo.cs -- --by-hand");
        return table.Value;
    }

    [GeneratedRegex(@"\| \| by hand, as published \| by hand, adapted to each model \| ModelTests \|\n\|---\|---\|---\|---\|\n(\|[^\n]*\n)*")]
    private static partial Regex Totals();

    [GeneratedRegex(@"^\| [^|\n-]+ \| [^|]* \| [^|]* \| (\d[^|]*) \|$", RegexOptions.Multiline)]
    private static partial Regex LastColumn();

    [GeneratedRegex(@"^  all +(\d+) of +(\d+) detected, +(\d+) L2, +(\d+) L3", RegexOptions.Multiline)]
    private static partial Regex Cases();

    [GeneratedRegex(@"^False accusations: (\d+); (\d+) parents", RegexOptions.Multiline)]
    private static partial Regex Healthy();
}
