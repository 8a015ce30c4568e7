using System.Text.Json;

namespace ModelTests.Tool;

/// <summary>The packages of one restored or built project.</summary>
/// <param name="Project">Its name.</param>
/// <param name="Versions">The version of each package.</param>
/// <param name="Asked">What TorchSharp's packages ask for: package and version, by the package that asks.</param>
/// <param name="Identifiers">The runtime identifiers that it is built for; none when it is built for all.</param>
internal sealed record ResolvedPackages(string Project, IReadOnlyDictionary<string, string> Versions, IReadOnlyList<(string By, string Package, string Version)> Asked, IReadOnlyList<string> Identifiers)
{
    private const string AssetsFile = "project.assets.json";
    private const string DependenciesEnding = ".deps.json";

    private static readonly EnumerationOptions Reachable = new() { IgnoreInaccessible = true, RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Every restored project below a folder; in a folder without any, such as an output folder, every built one.</summary>
    public static IReadOnlyList<string> FilesBelow(string folder)
    {
        var restored = Directory.EnumerateFiles(folder, AssetsFile, Reachable).Order(StringComparer.Ordinal).ToList();
        return restored.Count > 0 ? restored : [.. Directory.EnumerateFiles(folder, $"*{DependenciesEnding}", Reachable).Order(StringComparer.Ordinal)];
    }

    /// <exception cref="JsonException">The file is damaged.</exception>
    public static ResolvedPackages Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        var root = document.RootElement;
        var name = Path.GetFileName(file) == AssetsFile ? Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)))! : Path.GetFileName(file)[..^DependenciesEnding.Length];
        if (root.TryGetProperty("project", out var project) && project.TryGetProperty("restore", out var restore) && restore.TryGetProperty("projectName", out var restored))
            name = restored.GetString()!;
        var versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (package, version) in Members(root, "libraries").Select(library => Split(library.Name)))
            versions[package] = version;
        var targets = Members(root, "targets").ToList();
        var asked = targets.SelectMany(target => target.Value.EnumerateObject())
            .Where(package => package.Name.StartsWith("TorchSharp", StringComparison.OrdinalIgnoreCase))
            .SelectMany(package => Members(package.Value, "dependencies").Select(dependency => (Split(package.Name).Package, dependency.Name, dependency.Value.GetString()!)))
            .Distinct().ToList();
        return new ResolvedPackages(name, versions, asked, [.. targets.Select(target => Split(target.Name).Version).Where(identifier => identifier.Length > 0)]);
    }

    private static IEnumerable<JsonProperty> Members(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : Enumerable.Empty<JsonProperty>();

    /// <summary>"TorchSharp/0.107.0", and "net10.0/linux-x64".</summary>
    private static (string Package, string Version) Split(string name) => name.IndexOf('/') is >= 0 and var slash ? (name[..slash], name[(slash + 1)..]) : (name, "");
}
