using System.Diagnostics;
using System.Xml.Linq;

namespace ModelTests.Xunit.Tests;

/// <summary>A built project of samples, beside the project of these tests. Its tests are run with <c>dotnet test</c>, as a user does, and the result file is read.</summary>
/// <param name="name">The project's name.</param>
public sealed class SampleAssembly(string name)
{
    private static readonly string Tests = typeof(SampleAssembly).Assembly.GetName().Name!;

    /// <summary>The built assembly.</summary>
    public string File { get; } = Path.Combine(AppContext.BaseDirectory.Replace($"{Path.DirectorySeparatorChar}{Tests}{Path.DirectorySeparatorChar}", $"{Path.DirectorySeparatorChar}{name}{Path.DirectorySeparatorChar}", StringComparison.Ordinal), $"{name}.dll");

    /// <summary>Runs the tests.</summary>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="reports">Is given the reports that the run leaves: their texts by the names of the files.</param>
    /// <param name="mode">MODELTESTS_REPORT.</param>
    /// <returns>The results by the full names of the tests.</returns>
    public IReadOnlyDictionary<string, SampleResult> Run(string? filter = null, Dictionary<string, string>? reports = null, string? mode = null) => InFolder(folder =>
    {
        var environment = new Dictionary<string, string?> { ["MODELTESTS_REPORT"] = mode, ["MODELTESTS_REPORT_FOLDER"] = Path.Combine(folder, "reports") };
        var run = Dotnet(["test", File, "--logger", "trx;LogFileName=samples.trx", "--results-directory", folder, .. filter is null ? Array.Empty<string>() : ["--filter", filter]], environment);
        foreach (var report in Directory.Exists(Path.Combine(folder, "reports")) ? Directory.GetFiles(Path.Combine(folder, "reports")) : [])
            reports?.Add(Path.GetFileName(report), System.IO.File.ReadAllText(report));
        return Results(Path.Combine(folder, "samples.trx"), run.Output);
    });

    /// <summary>The list of the tests, none of which is run.</summary>
    public string List() => Dotnet(["test", File, "--list-tests"]).Output;

    /// <summary>Runs dotnet.</summary>
    /// <returns>The exit code, and what was printed.</returns>
    public static (int Exit, string Output) Dotnet(IEnumerable<string> arguments, Dictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (variable, value) in environment ?? [])
            start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>Gives a folder that is empty before and gone afterwards.</summary>
    internal static T InFolder<T>(Func<string, T> run)
    {
        var folder = Directory.CreateTempSubdirectory("modeltests-samples-").FullName;
        try
        {
            return run(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static Dictionary<string, SampleResult> Results(string file, string output)
    {
        if (!System.IO.File.Exists(file))
            throw new InvalidOperationException($"the run wrote no result file:\n{output}");
        var elements = XDocument.Load(file).Descendants().ToLookup(element => element.Name.LocalName);
        var classes = elements["UnitTest"].ToDictionary(test => (string)test.Attribute("id")!, test => (string?)test.Elements().First(child => child.Name.LocalName == "TestMethod").Attribute("className") ?? "");
        return elements["UnitTestResult"].Select(result => SampleResult.From(result, classes[(string)result.Attribute("testId")!])).ToDictionary(result => result.Name);
    }
}

/// <summary>One line of the result file. The name has the class, which not all frameworks have in the names of their tests.</summary>
public sealed record SampleResult(string Name, string Outcome, string Message, string StackTrace, string Output)
{
    internal static SampleResult From(XElement element, string testClass)
    {
        string Text(string name) => element.Descendants().FirstOrDefault(child => child.Name.LocalName == name)?.Value ?? "";
        var name = (string)element.Attribute("testName")!;
        return new(name.StartsWith($"{testClass}.", StringComparison.Ordinal) ? name : $"{testClass}.{name}",
            (string)element.Attribute("outcome")!, Text("Message"), Text("StackTrace"), Text("StdOut"));
    }
}
