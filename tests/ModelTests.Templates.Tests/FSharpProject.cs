namespace ModelTests.Templates.Tests;

/// <summary>F# compiles what the project lists, and the template tells its user to add a new file there.</summary>
internal static class FSharpProject
{
    private const string List = "<Compile ";

    /// <summary>Lists a source in the project of its folder, before those that are listed.</summary>
    public static void Compile(string source)
    {
        var project = Directory.GetFiles(Path.GetDirectoryName(source)!, "*.fsproj").Single();
        var text = File.ReadAllText(project);
        File.WriteAllText(project, text.Insert(text.IndexOf(List, StringComparison.Ordinal), $"<Compile Include=\"{Path.GetFileName(source)}\" />"));
    }
}
