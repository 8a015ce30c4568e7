using System.Diagnostics;
using System.Xml.Linq;
using Xunit;

namespace ModelTests.Xunit.Tests;

/// <summary>Runs the sample test classes with <c>dotnet test</c>, as a user does, and reads the result file.</summary>
public sealed class SampleRun
{
    /// <summary>The collection of the test classes that look at one run.</summary>
    public const string Once = "a run of the samples";

    private static readonly string Tests = typeof(SampleRun).Assembly.GetName().Name!;

    /// <summary>The assembly of the samples for the xUnit version that these tests are compiled for.</summary>
    public static readonly string Assembly = $"{Tests[..^nameof(Tests).Length]}Samples";

    private static readonly string Samples = AppContext.BaseDirectory.Replace($"{Path.DirectorySeparatorChar}{Tests}{Path.DirectorySeparatorChar}", $"{Path.DirectorySeparatorChar}{Assembly}{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    /// <summary>All samples, run once for all tests that look at them.</summary>
    public SampleRun() => Results = Run(null, Reports);

    public IReadOnlyDictionary<string, SampleResult> Results { get; }

    /// <summary>The reports that the run left: their texts by the names of the files.</summary>
    public Dictionary<string, string> Reports { get; } = [];

    public static IReadOnlyDictionary<string, SampleResult> Run(string? filter, Dictionary<string, string>? reports = null, string? mode = null)
    {
        var folder = Directory.CreateTempSubdirectory("modeltests-samples-").FullName;
        try
        {
            var environment = new Dictionary<string, string?> { ["MODELTESTS_REPORT"] = mode, ["MODELTESTS_REPORT_FOLDER"] = Path.Combine(folder, "reports") };
            var output = DotnetTest(environment, ["--logger", "trx;LogFileName=samples.trx", "--results-directory", folder, .. filter is null ? Array.Empty<string>() : ["--filter", filter]]);
            var file = Path.Combine(folder, "samples.trx");
            if (!File.Exists(file))
                throw new InvalidOperationException($"dotnet test wrote no result file:\n{output}");
            foreach (var report in Directory.Exists(Path.Combine(folder, "reports")) ? Directory.GetFiles(Path.Combine(folder, "reports")) : [])
                reports?.Add(Path.GetFileName(report), File.ReadAllText(report));
            return XDocument.Load(file).Descendants().Where(element => element.Name.LocalName == "UnitTestResult")
                .Select(SampleResult.From).ToDictionary(result => result.Name);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static string List() => DotnetTest([], ["--list-tests"]);

    private static string DotnetTest(Dictionary<string, string?> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["test", Path.Combine(Samples, $"{Assembly}.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.Result;
    }
}

[CollectionDefinition(SampleRun.Once)]
public sealed class SharedSampleRun : ICollectionFixture<SampleRun>;

/// <summary>One line of the result file.</summary>
public sealed record SampleResult(string Name, string Outcome, string Message, string StackTrace, string Output)
{
    internal static SampleResult From(XElement element)
    {
        string Text(string name) => element.Descendants().FirstOrDefault(child => child.Name.LocalName == name)?.Value ?? "";
        return new((string)element.Attribute("testName")!, (string)element.Attribute("outcome")!, Text("Message"), Text("StackTrace"), Text("StdOut"));
    }
}
