using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace ModelTests.Templates.Tests.Packages;

/// <summary>A packed file, read.</summary>
public sealed class PackedFile
{
    private readonly Dictionary<string, byte[]> contents = [];

    /// <param name="file">A .nupkg or .snupkg.</param>
    public PackedFile(string file)
    {
        using var archive = ZipFile.OpenRead(file);
        foreach (var entry in archive.Entries)
        {
            using var copy = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(copy);
            contents[entry.FullName] = copy.ToArray();
        }
        Nuspec = XDocument.Parse(Text(contents.Keys.Single(name => name.EndsWith(".nuspec", StringComparison.Ordinal)))).Root!.Elements().Single();
    }

    /// <summary>The element "metadata".</summary>
    public XElement Nuspec { get; }

    /// <summary>What the packer's author put in, without the format's own files.</summary>
    public IReadOnlyList<string> Files => [.. contents.Keys
        .Where(name => name is not ("_rels/.rels" or "[Content_Types].xml") && !name.StartsWith("package/services/", StringComparison.Ordinal) && !name.EndsWith(".nuspec", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    /// <summary>"id version" of each dependency, in alphabetical order.</summary>
    public IReadOnlyList<string> Dependencies => [.. Nuspec.Descendants().Where(element => element.Name.LocalName == "dependency")
        .Select(dependency => $"{dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}").Order(StringComparer.Ordinal)];

    public byte[] Bytes(string name) => contents[name];

    public string Text(string name) => Encoding.UTF8.GetString(contents[name]).TrimStart('\uFEFF').ReplaceLineEndings("\n");

    /// <summary>The text of an element of the nuspec; empty when there is none.</summary>
    public string Metadata(string name) => Nuspec.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
}
