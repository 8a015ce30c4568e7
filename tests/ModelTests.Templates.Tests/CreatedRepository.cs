namespace ModelTests.Templates.Tests;

/// <summary>A model repository made from the packed template in a temporary folder, tested as it is and once more with a fault in its model.</summary>
public sealed class CreatedRepository : IDisposable
{
    private readonly DirectoryInfo temporary = Directory.CreateTempSubdirectory("modeltests-");

    public CreatedRepository()
    {
        Trial = new Trial(temporary.FullName, Path.Combine(temporary.FullName, "feed"));
#if DEBUG
        // Packages are of the build for publishing, which the test command has made.
        Trial.Build();
#endif
        Trial.Pack();
        Trial.InstallTemplate();
        Folder = Trial.Create("DigitNet");
        Files = FilesOf(Folder);
        Healthy = Trial.Test(Folder);
        PlantedFault.Plant(Folder);
        Broken = Trial.Test(Folder);
    }

    public string Folder { get; }

    /// <summary>The files as the template wrote them, relative to <see cref="Folder"/>, with forward slashes.</summary>
    public IReadOnlyList<string> Files { get; }

    internal Trial Trial { get; }

    internal TestRun Healthy { get; }

    internal TestRun Broken { get; }

    public static IReadOnlyList<string> FilesOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public void Dispose() => temporary.Delete(recursive: true);
}
