using Xunit;

namespace ModelTests.Tests;

/// <summary>A check is one source file, one test file with a model that passes and one that fails, and one docs page.</summary>
public class ComplianceTests
{
    private static readonly string[] DocsSections = ["**Claim.**", "**Why it matters.**", "## How it is told", "## What a failure looks like", "## How to exempt"];

    public static TheoryData<string> Checks => [.. CheckCatalogue.Types.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Every_check_has_a_source_file_of_its_own(string check) =>
        Assert.NotNull(RepositoryFiles.Find("src/ModelTests/Checks", $"{check}.cs"));

    [Theory]
    [MemberData(nameof(Checks))]
    public void Every_check_has_a_test_file_with_a_healthy_and_a_faulty_model(string check)
    {
        var name = check[..^nameof(Attribute).Length];
        var type = typeof(ComplianceTests).Assembly.GetTypes().SingleOrDefault(type => type.Name == $"{name}Tests");
        Assert.True(type?.BaseType?.GenericTypeArguments is [{ } tested] && tested.Name == check, $"there is no class {name}Tests : CheckTests<{check}>");
        var source = File.ReadAllText(RepositoryFiles.Find("tests/ModelTests.Tests", $"{name}Tests.cs")!);
        Assert.Contains("=> Holds(", source, StringComparison.Ordinal);
        Assert.Matches(@"=>\s+FailsNamingFirst\(", source);
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void Every_check_has_a_place_in_the_order_of_failures(string check) =>
        Assert.True(CheckOrder.Lists(check[..^nameof(Attribute).Length]), $"list {check} in CheckOrder, before the checks that fail because of what it finds");

    [Theory]
    [MemberData(nameof(Checks))]
    public void Every_check_has_a_docs_page_with_all_sections_and_its_claim(string check)
    {
        var attribute = IShownInDocs.For(check).Check;
        Assert.True(RepositoryFiles.Exists(attribute.DocsPage), $"{attribute.DocsPage} is missing");
        var page = RepositoryFiles.Read(attribute.DocsPage);
        Assert.StartsWith($"# {attribute.Name}\n", page, StringComparison.Ordinal);
        Assert.All(DocsSections, section => Assert.Contains(section, page, StringComparison.Ordinal));
    }
}
