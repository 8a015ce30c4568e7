using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace ModelTests.Templates.Tests.Packages;

/// <summary>What is in the packages, and what is not.</summary>
[Collection(CreatedRepositoryCollection.Name)]
public class PackageContentTests(CreatedRepository created)
{
    /// <summary>As the gallery shows it.</summary>
    private const int IconSide = 128;

    private static readonly string[] Common = ["LICENSE", "README.md", "icon.png"];

    private static readonly string[] LibraryIds = ["ModelTests", "ModelTests.Xunit", "ModelTests.Xunit.v3"];

    private static readonly string[] Ids = [.. LibraryIds, "ModelTests.Tool", "ModelTests.Templates"];

    public static TheoryData<string> Packages => [.. Ids];

    public static TheoryData<string> Libraries => [.. LibraryIds];

    public static TheoryData<string, string> OwnAssemblies => new()
    {
        { "ModelTests", "lib/net10.0/ModelTests" },
        { "ModelTests.Xunit", "lib/net10.0/ModelTests.Xunit" },
        { "ModelTests.Xunit.v3", "lib/net10.0/ModelTests.Xunit.v3" },
        { "ModelTests.Tool", "tools/net10.0/any/dotnet-modeltests" },
    };

    [Theory]
    [InlineData("ModelTests", "analyzers/dotnet/cs/ModelTests.Analyzers.dll", "analyzers/dotnet/cs/ModelTests.CodeFixes.dll", "lib/net10.0/ModelTests.dll", "lib/net10.0/ModelTests.xml")]
    [InlineData("ModelTests.Xunit", "lib/net10.0/ModelTests.Xunit.dll", "lib/net10.0/ModelTests.Xunit.xml")]
    [InlineData("ModelTests.Xunit.v3", "lib/net10.0/ModelTests.Xunit.v3.dll", "lib/net10.0/ModelTests.Xunit.v3.xml")]
    [InlineData("ModelTests.Tool", "THIRD-PARTY-NOTICES.txt", "tools/net10.0/any/DotnetToolSettings.xml", "tools/net10.0/any/OxyPlot.dll", "tools/net10.0/any/System.CommandLine.dll",
        "tools/net10.0/any/dotnet-modeltests.deps.json", "tools/net10.0/any/dotnet-modeltests.dll", "tools/net10.0/any/dotnet-modeltests.pdb", "tools/net10.0/any/dotnet-modeltests.runtimeconfig.json")]
    public void A_package_holds_these_files_and_no_other(string id, params string[] files) =>
        Assert.Equal(Common.Concat(files).Order(StringComparer.Ordinal), Package(id).Files);

    [Fact]
    public void The_templates_package_holds_the_templates_files_and_no_other()
    {
        var template = Path.Combine(Repository.Root, "templates", "ModelTests.Templates");
        string[] FilesIn(string folder) => [.. CreatedRepository.FilesOf(Path.Combine(template, folder)).Select(file => $"{folder}/{file}")];
        var shared = FilesIn("symbols").Select(Path.GetFileName).ToList();
        // The engine looks for the parts of a template.json beside it only.
        var copies = from language in (string[])["csharp", "fsharp"]
                     from kind in (string[])["repository", "test-project", "test-class"]
                     from part in shared.Concat(FilesIn($"{language}/symbols").Select(Path.GetFileName))
                     select $"{language}/{kind}/.template.config/{part}";
        var sources = FilesIn("repository").Concat(FilesIn("csharp")).Concat(FilesIn("fsharp")).Where(file => file.Split('/')[1] != "symbols");
        Assert.Equal(Common.Concat(sources.Concat(copies).Select(file => $"content/{file}")).Order(StringComparer.Ordinal), Package("ModelTests.Templates").Files);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_says_what_the_gallery_shows(string id)
    {
        var package = Package(id);
        Assert.Equal("MIT", package.Metadata("license"));
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "LICENSE")).ReplaceLineEndings("\n"), package.Text("LICENSE"));
        Assert.Equal(("README.md", "icon.png"), (package.Metadata("readme"), package.Metadata("icon")));
        Assert.StartsWith($"# {id}\n", package.Text("README.md"), StringComparison.Ordinal);
        Assert.All([16, 20], at => Assert.Equal(IconSide, BinaryPrimitives.ReadInt32BigEndian(package.Bytes("icon.png").AsSpan(at))));
        Assert.All(["authors", "copyright", "description", "tags"], name => Assert.NotEmpty(package.Metadata(name)));
    }

    [Fact]
    public void Each_package_has_a_description_and_tags_of_its_own()
    {
        var packages = Ids.Select(Package).ToList();
        Assert.Equal(packages.Count, packages.Select(package => package.Metadata("description")).Distinct().Count());
        Assert.Equal(packages.Count, packages.Select(package => package.Metadata("tags")).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_release_notes_are_the_versions_part_of_the_changelog(string id)
    {
        var package = Package(id);
        var changelog = File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md")).ReplaceLineEndings("\n");
        var part = changelog.Split("\n## ").Single(part => part.StartsWith($"{package.Metadata("version")} ", StringComparison.Ordinal));
        Assert.Equal($"## {part.Trim()}", package.Metadata("releaseNotes").ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("ModelTests", "TorchSharp")]
    [InlineData("ModelTests.Xunit", "ModelTests", "xunit.extensibility.core", "xunit.extensibility.execution")]
    [InlineData("ModelTests.Xunit.v3", "ModelTests", "xunit.v3.extensibility.core")]
    [InlineData("ModelTests.Tool")]
    [InlineData("ModelTests.Templates")]
    public void A_package_asks_for_nothing_else_and_the_docs_say_which_versions(string id, params string[] dependencies)
    {
        var asked = Package(id).Dependencies;
        Assert.Equal(dependencies, asked.Select(dependency => dependency.Split(' ')[0]));
        var row = File.ReadLines(Path.Combine(Repository.Root, "docs", "packages.md")).Single(line => line.StartsWith($"| `{id}` |", StringComparison.Ordinal));
        Assert.All(asked.Where(dependency => !dependency.StartsWith("ModelTests ", StringComparison.Ordinal)), dependency =>
            Assert.Contains($"`{dependency.Replace(" ", "` ", StringComparison.Ordinal)}", row, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OwnAssemblies))]
    public void An_assembly_is_reproducible_and_the_symbols_package_has_its_symbols(string id, string assembly)
    {
        var built = PackedAssembly.Read(Package(id).Bytes($"{assembly}.dll"));
        Assert.True(built.IsReproducible);
        var symbols = Symbols(id);
        Assert.Equal([$"{assembly}.pdb"], symbols.Files);
        var read = PackedSymbols.Read(symbols.Bytes($"{assembly}.pdb"));
        Assert.Equal(built.SymbolsId, read.Id);
        AssertMapped(read);
    }

    [Theory]
    [InlineData("ModelTests.Analyzers")]
    [InlineData("ModelTests.CodeFixes")]
    public void An_analyzer_is_reproducible_and_holds_its_own_symbols(string analyzer)
    {
        var built = PackedAssembly.Read(Package("ModelTests").Bytes($"analyzers/dotnet/cs/{analyzer}.dll"));
        Assert.True(built.IsReproducible);
        Assert.NotNull(built.Embedded);
        AssertMapped(built.Embedded);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void No_file_names_a_folder_of_the_machine_that_packed_it(string id)
    {
        var packed = Package(id);
        Assert.All(packed.Files, name =>
        {
            Assert.True(packed.Bytes(name).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Root)) < 0, name);
            Assert.True(packed.Bytes(name).AsSpan().IndexOf(Encoding.Unicode.GetBytes(Repository.Root)) < 0, name);
        });
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_documentation_of_the_public_types_is_in_the_package(string id) =>
        // That none lacks it is the compiler's to say (CS1591).
        Assert.Contains(XDocument.Parse(Package(id).Text($"lib/net10.0/{id}.xml")).Descendants("member"),
            member => member.Attribute("name")!.Value.StartsWith("T:ModelTests.", StringComparison.Ordinal));

    [Theory]
    [InlineData("ModelTests.Xunit")]
    [InlineData("ModelTests.Xunit.v3")]
    public void An_adapter_lets_the_analyzers_of_the_core_through(string id)
    {
        var core = Package(id).Nuspec.Descendants().Single(element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value == "ModelTests");
        Assert.DoesNotContain("Analyzers", core.Attribute("exclude")?.Value ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_package_of_a_library_was_validated(string id)
    {
        // Left behind by a validation that found nothing; an earlier build may have left one too.
        var validated = Path.Combine(Repository.Root, "src", id, "obj", "Release", "net10.0", "Microsoft.NET.ApiCompat.ValidatePackage.semaphore");
        var built = Path.Combine(Repository.Root, "src", id, "bin", "Release", "net10.0", $"{id}.dll");
        Assert.True(File.GetLastWriteTimeUtc(validated) >= File.GetLastWriteTimeUtc(built), $"{validated} is older than {built}");
    }

    [Fact]
    public void The_tools_notices_name_every_library_that_it_bundles()
    {
        var package = Package("ModelTests.Tool");
        using var deps = JsonDocument.Parse(package.Text("tools/net10.0/any/dotnet-modeltests.deps.json"));
        var bundled = deps.RootElement.GetProperty("libraries").EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => library.Name.Split('/')[0]).ToList();
        Assert.NotEmpty(bundled);
        Assert.All(bundled, library => Assert.Contains($"\n{library} (", package.Text("THIRD-PARTY-NOTICES.txt"), StringComparison.Ordinal));
    }

    private static void AssertMapped(PackedSymbols symbols) =>
        Assert.All(symbols.Sources, source => Assert.StartsWith("/_/src/", source, StringComparison.Ordinal));

    private PackedFile Package(string id) => Packed(id, "nupkg");

    private PackedFile Symbols(string id) => Packed(id, "snupkg");

    private PackedFile Packed(string id, string kind) =>
        new(Directory.GetFiles(Path.Combine(created.Folder, "..", "..", "feed"), $"{id}.*.{kind}").Single(file => char.IsAsciiDigit(Path.GetFileName(file)[id.Length + 1])));
}
