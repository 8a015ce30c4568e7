using Xunit;

namespace ModelTests.Templates.Tests.Packages;

/// <summary>The pages that people see on the gallery.</summary>
public class PackageReadmeTests
{
    [Theory]
    [InlineData("src/ModelTests")]
    [InlineData("src/ModelTests.Xunit")]
    [InlineData("src/ModelTests.Xunit.v3")]
    public void The_class_and_its_failure_are_those_of_the_readme(string folder) =>
        Assert.Contains(ReadmeSample.Whole, Readme(folder), StringComparison.Ordinal);

    [Fact]
    public void The_tools_session_is_that_of_its_page()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "tool.md")).ReplaceLineEndings("\n");
        var session = page[page.IndexOf("```text\n", StringComparison.Ordinal)..];
        Assert.Contains(session[..(session.IndexOf("\n```\n", StringComparison.Ordinal) + 4)], Readme("src/ModelTests.Tool"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src/ModelTests")]
    [InlineData("src/ModelTests.Xunit")]
    [InlineData("src/ModelTests.Xunit.v3")]
    [InlineData("src/ModelTests.Tool")]
    [InlineData("templates/ModelTests.Templates")]
    public void A_packages_page_links_to_no_file_of_the_repository(string folder) =>
        Assert.DoesNotMatch(@"\]\((?!https://)", Readme(folder));

    private static string Readme(string folder) => File.ReadAllText(Path.Combine(Repository.Root, folder, "README.md")).ReplaceLineEndings("\n");
}
