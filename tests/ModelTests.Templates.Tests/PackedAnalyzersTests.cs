using System.IO.Compression;
using Xunit;

namespace ModelTests.Templates.Tests;

/// <summary>The analyzers as users get them: inside the core package, and through the adapter's.</summary>
[Collection(CreatedRepositoryCollection.Name)]
public class PackedAnalyzersTests(CreatedRepository created)
{
    [Fact]
    public void The_core_package_holds_the_analyzers_and_their_fixes()
    {
        using var package = ZipFile.OpenRead(Package("ModelTests"));
        Assert.Equal(["analyzers/dotnet/cs/ModelTests.Analyzers.dll", "analyzers/dotnet/cs/ModelTests.CodeFixes.dll"],
            package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("analyzers/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_core_package_asks_for_nothing_that_only_the_analyzers_need() =>
        Assert.DoesNotContain("CodeAnalysis", Nuspec("ModelTests"), StringComparison.Ordinal);

    [Fact]
    public void The_adapters_package_lets_the_analyzers_through()
    {
        var dependency = Nuspec("ModelTests.Xunit").Split('\n').Single(line => line.Contains("<dependency id=\"ModelTests\"", StringComparison.Ordinal));
        Assert.DoesNotContain("Analyzers", dependency, StringComparison.Ordinal);
    }

    private string Package(string id) => Directory.GetFiles(Path.Combine(created.Folder, "..", "..", "feed"), $"{id}.*.nupkg").Single(file => char.IsAsciiDigit(Path.GetFileName(file)[id.Length + 1]));

    private string Nuspec(string id)
    {
        using var package = ZipFile.OpenRead(Package(id));
        using var reader = new StreamReader(package.GetEntry($"{id}.nuspec")!.Open());
        return reader.ReadToEnd();
    }
}
