using System.Xml.Linq;
using Xunit;

namespace ModelTests.Templates.Tests;

public class PackageVersionTests
{
    [Fact]
    public void A_created_repository_asks_for_the_package_versions_that_this_repository_is_tested_with()
    {
        var own = VersionsIn(Repository.Root);
        var created = VersionsIn(Path.Combine(Repository.Root, "templates", "ModelTests.Templates", "ModelRepo"));
        Assert.All(created.Where(package => package.Key != "ModelTests.Xunit"), package => Assert.Equal(own[package.Key], package.Value));
    }

    private static Dictionary<string, string> VersionsIn(string folder) =>
        XDocument.Load(Path.Combine(folder, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
}
