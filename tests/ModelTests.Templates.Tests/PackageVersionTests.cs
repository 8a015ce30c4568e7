using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace ModelTests.Templates.Tests;

public class PackageVersionTests
{
    [Fact]
    public void What_the_templates_create_asks_for_the_package_versions_that_this_repository_is_tested_with()
    {
        var own = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        var newest = XDocument.Load(Path.Combine(Repository.Root, "tests", "ModelTests.Xunit.v3.Newest.Samples", "ModelTests.Xunit.v3.Newest.Samples.csproj"))
            .Descendants("PackageVersion").Single().Attribute("Version")!.Value;
        Assert.All(Symbols().Where(package => !package.Key.StartsWith("ModelTests.", StringComparison.Ordinal)),
            package => Assert.Equal(package.Key == "xunit.v3" ? newest : own[package.Key], package.Value.GetProperty("parameters").GetProperty("value").GetString()));
    }

    [Fact]
    public void The_templates_name_each_version_by_its_package() =>
        Assert.All(Symbols(), symbol => Assert.Equal($"{{{symbol.Key}}}", symbol.Value.GetProperty("replaces").GetString()));

    private static Dictionary<string, JsonElement> Symbols()
    {
        var versions = File.ReadAllText(Path.Combine(Repository.Root, "templates", "ModelTests.Templates", "symbols", "versions.template.json"));
        return JsonDocument.Parse(versions).RootElement.GetProperty("symbols").EnumerateObject().ToDictionary(symbol => symbol.Name, symbol => symbol.Value);
    }
}
