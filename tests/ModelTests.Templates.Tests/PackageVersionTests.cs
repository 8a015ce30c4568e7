using System.Xml.Linq;
using Xunit;

namespace ModelTests.Templates.Tests;

public class PackageVersionTests
{
    [Theory]
    [InlineData("")]
    [InlineData("xunit.v3")]
    public void A_created_repository_asks_for_the_package_versions_that_this_repository_is_tested_with(string layer)
    {
        var own = VersionsIn(Repository.Root);
        var newest = XDocument.Load(Path.Combine(Repository.Root, "tests", "ModelTests.Xunit.v3.Newest.Samples", "ModelTests.Xunit.v3.Newest.Samples.csproj"))
            .Descendants("PackageVersion").Single().Attribute("Version")!.Value;
        var created = VersionsIn(Path.Combine(Repository.Root, "templates", "ModelTests.Templates", "ModelRepo", layer));
        Assert.All(created.Where(package => !package.Key.StartsWith("ModelTests.", StringComparison.Ordinal)),
            package => Assert.Equal(package.Key == "xunit.v3" ? newest : own[package.Key], package.Value));
    }

    private static Dictionary<string, string> VersionsIn(string folder) =>
        XDocument.Load(Path.Combine(folder, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
}
