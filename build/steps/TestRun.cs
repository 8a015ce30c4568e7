using System.Xml.Linq;

/// <summary>One run of a model repository's tests, or of those of many repositories.</summary>
/// <param name="Passed">Whether the command succeeded.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Checks">What each check said; none if the repository does not build.</param>
internal sealed record TestRun(bool Passed, IReadOnlyList<string> Output, IReadOnlyList<CheckResult> Checks)
{
    /// <summary>libtorch gets one thread in each test process, so two keep two cores busy.</summary>
    private const int AtOnce = 2;

    public static TestRun Of(string repository, IReadOnlyDictionary<string, string> environment)
    {
        var results = Path.Combine(repository, "TestResults", "checks.trx");
        if (File.Exists(results))
            File.Delete(results);
        Console.WriteLine($"  > dotnet test        (in {repository})");
        var output = new List<string>();
        var code = Shell.Run("dotnet", ["test", "--logger", "trx;LogFileName=checks.trx", "--results-directory", Path.GetDirectoryName(results)!],
            repository, environment, output.Add);
        return new TestRun(code == 0, output, File.Exists(results) ? CheckResult.Read(results) : []);
    }

    /// <summary>Builds all projects under a folder, then runs those whose names end with "Tests": two commands, however many projects there are.</summary>
    public static TestRun OfAllIn(string folder, IReadOnlyDictionary<string, string> environment)
    {
        var results = Path.Combine(folder, "TestResults", "checks.trx");
        var output = new List<string>();
        var solution = WriteSolution(folder);
        Console.WriteLine($"  > dotnet build        (in {folder})");
        if (Shell.Run("dotnet", ["build", solution, "-v", "quiet", $"-m:{AtOnce}"], folder, environment, output.Add) != 0)
            return new TestRun(false, output, []);
        var assemblies = Directory.EnumerateFiles(folder, "*.Tests.dll", SearchOption.AllDirectories)
            .Where(file => file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Console.WriteLine($"  > dotnet test         (in {folder})");
        var code = Shell.Run("dotnet", ["test", .. assemblies, "--logger", "trx;LogFileName=checks.trx", "--results-directory", Path.GetDirectoryName(results)!, "--", $"RunConfiguration.MaxCpuCount={AtOnce}"],
            folder, environment, output.Add);
        return new TestRun(code == 0, output, File.Exists(results) ? CheckResult.Read(results) : []);
    }

    /// <summary>Each project in a solution folder of its own, because many have the same name.</summary>
    private static string WriteSolution(string folder)
    {
        var projects = Directory.EnumerateFiles(folder, "*.*proj", SearchOption.AllDirectories).Select(project => Path.GetRelativePath(folder, project).Replace('\\', '/'));
        var solution = new XElement("Solution", projects.Select(project =>
            new XElement("Folder", new XAttribute("Name", $"/{Path.GetDirectoryName(project)!.Replace('\\', '/')}/"), new XElement("Project", new XAttribute("Path", project)))));
        var file = Path.Combine(folder, "All.slnx");
        solution.Save(file);
        return file;
    }
}

/// <summary>What one check said.</summary>
/// <param name="Name">The check.</param>
/// <param name="Outcome">"holds", "fails" or "skipped".</param>
/// <param name="Text">The figures of a check that holds, the whole message of one that does not.</param>
internal sealed record CheckResult(string Name, string Outcome, string Text)
{
    /// <summary>The test class, with its namespace.</summary>
    public string Class { get; init; } = "";

    /// <summary>The path of the assembly that holds it, in lower case.</summary>
    public string Assembly { get; init; } = "";

    public static IReadOnlyList<CheckResult> Read(string file)
    {
        XNamespace trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        var run = XDocument.Load(file);
        var tests = run.Descendants(trx + "UnitTest").ToDictionary(test => test.Attribute("id")!.Value);
        return [.. run.Descendants(trx + "UnitTestResult").Select(Read).OrderBy(check => check.Name, StringComparer.Ordinal)];

        CheckResult Read(XElement result)
        {
            var test = tests[result.Attribute("testId")!.Value];
            var name = result.Attribute("testName")!.Value.Split('.')[^1];
            var output = result.Element(trx + "Output")?.Element(trx + "StdOut")?.Value ?? "";
            var message = result.Descendants(trx + "Message").FirstOrDefault()?.Value ?? "";
            var (outcome, text) = result.Attribute("outcome")!.Value switch
            {
                "Passed" => ("holds", output.Replace($"{name} holds: ", "", StringComparison.Ordinal).Trim()),
                "Failed" => ("fails", message.Trim()),
                _ => ("skipped", $"{output} {message}".Trim()),
            };
            return new(name, outcome, text) { Class = test.Element(trx + "TestMethod")!.Attribute("className")!.Value, Assembly = test.Attribute("storage")!.Value };
        }
    }
}
