using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace ModelTests.Tests;

/// <summary>A check is one source file, one test file with a model that passes and one that fails, and one docs page.</summary>
public partial class ComplianceTests
{
    /// <summary>In this order.</summary>
    private static readonly string[] DocsSections =
        ["**Claim.**", "**Why it matters.**", "## How it is told", "## What a failure looks like", "## How to exempt", "## Does not apply", "## Sources"];

    public static TheoryData<string> Checks => [.. CheckCatalogue.Types.Select(type => type.Name)];

    public static TheoryData<string> ChecksWithArguments => [.. CheckCatalogue.Types.Where(TakesArguments).Select(type => type.Name)];

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
    public void Every_check_has_a_docs_page_with_all_sections_in_order_and_its_claim(string check)
    {
        var attribute = Unset(check);
        Assert.True(RepositoryFiles.Exists(attribute.DocsPage), $"{attribute.DocsPage} is missing");
        var page = RepositoryFiles.Read(attribute.DocsPage);
        Assert.StartsWith($"# {attribute.Name}\n\n**Claim.** {attribute.Claim}\n", page, StringComparison.Ordinal);
        Assert.Equal(DocsSections, page.Split('\n').Select(line => Array.Find(DocsSections, section => line.StartsWith(section, StringComparison.Ordinal))).OfType<string>());
        Assert.NotEmpty(page[(page.IndexOf(DocsSections[^1], StringComparison.Ordinal) + DocsSections[^1].Length)..].Trim());
    }

    [Theory]
    [MemberData(nameof(ChecksWithArguments))]
    public void A_check_that_takes_arguments_shows_how_they_are_written(string check)
    {
        var attribute = Unset(check);
        Assert.Contains($"## Example\n```csharp\n[{attribute.Name}", RepositoryFiles.Read(attribute.DocsPage), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void What_a_page_names_of_the_sources_is_there(string check)
    {
        foreach (Match link in SourceLink().Matches(RepositoryFiles.Read(Unset(check).DocsPage)))
        {
            var (name, file) = (link.Groups["name"].Value, link.Groups["file"].Value);
            Assert.True(RepositoryFiles.Exists(file), $"there is no {file}");
            Assert.Matches($@"\b{name}\b", RepositoryFiles.Read(file));
        }
    }

    /// <summary>Without arguments: its name, claim and page do not hang on them.</summary>
    private static CheckAttribute Unset(string check) => (CheckAttribute)RuntimeHelpers.GetUninitializedObject(CheckCatalogue.Types.Single(type => type.Name == check));

    private static bool TakesArguments(Type check) =>
        check.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Any(property => property.CanWrite)
        || check.GetConstructors().Single().GetParameters().Any(parameter => parameter.GetCustomAttribute<CallerFilePathAttribute>() is null && parameter.GetCustomAttribute<CallerLineNumberAttribute>() is null);

    [GeneratedRegex(@"\[`(?<name>\w+)`\]\(\.\./\.\./(?<file>src/[^)]+)\)")]
    private static partial Regex SourceLink();
}
