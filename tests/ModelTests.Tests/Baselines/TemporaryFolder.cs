namespace ModelTests.Tests;

/// <summary>A folder with a source file in it, for a check that writes beside its source; gone when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => File.WriteAllText(SourceFile, "");

    public string Path { get; } = Directory.CreateTempSubdirectory("modeltests-baselines-").FullName;

    /// <summary>What the compiler would pass to an attribute in this folder.</summary>
    public string SourceFile => In("DigitTests.cs");

    public IEnumerable<string> Names => Directory.EnumerateFiles(Path).Select(file => System.IO.Path.GetFileName(file)).Where(name => name != "DigitTests.cs").Order(StringComparer.Ordinal);

    /// <summary>A path below the folder, with this system's separators.</summary>
    public string In(string name) => System.IO.Path.GetFullPath(name, Path);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
