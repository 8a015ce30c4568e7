using System.Xml.Linq;

/// <summary>One run of a model repository's tests.</summary>
/// <param name="Passed">Whether the command succeeded.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Checks">What each check said; none if the repository does not build.</param>
internal sealed record TestRun(bool Passed, IReadOnlyList<string> Output, IReadOnlyList<CheckResult> Checks)
{
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
}

/// <summary>What one check said.</summary>
/// <param name="Name">The check.</param>
/// <param name="Outcome">"holds", "fails" or "skipped".</param>
/// <param name="Text">The figures of a check that holds, the whole message of one that does not.</param>
internal sealed record CheckResult(string Name, string Outcome, string Text)
{
    public static IReadOnlyList<CheckResult> Read(string file)
    {
        XNamespace trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        return [.. XDocument.Load(file).Descendants(trx + "UnitTestResult").Select(Read).OrderBy(check => check.Name, StringComparer.Ordinal)];

        CheckResult Read(XElement result)
        {
            var name = result.Attribute("testName")!.Value.Split('.')[^1];
            var output = result.Element(trx + "Output")?.Element(trx + "StdOut")?.Value ?? "";
            var message = result.Descendants(trx + "Message").FirstOrDefault()?.Value ?? "";
            return result.Attribute("outcome")!.Value switch
            {
                "Passed" => new(name, "holds", output.Replace($"{name} holds: ", "", StringComparison.Ordinal).Trim()),
                "Failed" => new(name, "fails", message.Trim()),
                _ => new(name, "skipped", $"{output} {message}".Trim()),
            };
        }
    }
}
