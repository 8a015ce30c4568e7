namespace ModelTests.Tool.Tests;

/// <summary>Runs a command line in this process, in a folder of its own, with a person or without.</summary>
internal sealed class ToolRun : IDisposable
{
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter error = new() { NewLine = "\n" };

    public string Folder { get; } = Directory.CreateTempSubdirectory("modeltests-tool-").FullName;

    /// <summary>What the person types, a line each; null when nobody is there.</summary>
    public string[]? Answers { get; set; } = [];

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The programs that would have been started.</summary>
    public List<string> Started { get; } = [];

    public string Output => output.ToString();

    public string Error => error.ToString();

    public int Run(params string[] arguments)
    {
        output.GetStringBuilder().Clear();
        error.GetStringBuilder().Clear();
        using var input = new StringReader(string.Join('\n', Answers ?? []));
        return Program.Run([.. arguments, "--folder", Folder], new Terminal(input, output, error, Answers is not null, Variables, (program, given) => Started.Add($"{program} {string.Join(' ', given)}")));
    }

    public string Path(string name) => System.IO.Path.GetFullPath(name, Folder);

    public string Read(string name) => File.ReadAllText(Path(name));

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllText(Path(name), text);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
