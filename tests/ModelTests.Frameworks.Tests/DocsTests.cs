using System.Text.RegularExpressions;
using Xunit;

namespace ModelTests.Frameworks.Tests;

/// <summary>The code in the docs is that of the samples. <c>dotnet run build/docs.cs</c> runs this with MODELTESTS_DOCS=update, which writes it anew.</summary>
public partial class DocsTests
{
    private const string Page = "docs/other-frameworks.md";

    [Fact]
    public void The_page_shows_the_samples_as_they_stand()
    {
        var current = RepositoryFiles.Read(Page);
        var wanted = Sample().Replace(current, block => $"<!-- {block.Groups[1].Value} -->\n```csharp\n{RepositoryFiles.Read(block.Groups[1].Value)}```");
        if (Environment.GetEnvironmentVariable("MODELTESTS_DOCS") == "update")
            File.WriteAllText(Path.Combine(RepositoryFiles.Root, Page), wanted);
        else
            Assert.Equal(wanted, current);
    }

    [Fact]
    public void No_code_of_the_page_comes_from_elsewhere() =>
        Assert.Equal(CodeBlock().Count(RepositoryFiles.Read(Page)), Sample().Count(RepositoryFiles.Read(Page)));

    [GeneratedRegex(@"<!-- (\S+\.cs) -->\n```csharp\n(.*?\n)??```", RegexOptions.Singleline)]
    private static partial Regex Sample();

    [GeneratedRegex("^```csharp", RegexOptions.Multiline)]
    private static partial Regex CodeBlock();
}
