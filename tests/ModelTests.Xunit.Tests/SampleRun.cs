using System.Diagnostics;
using System.Xml.Linq;

namespace ModelTests.Xunit.Tests;

/// <summary>Runs the sample test classes with <c>dotnet test</c>, as a user does, and reads the result file.</summary>
public sealed class SampleRun
{
    private static readonly string Samples = AppContext.BaseDirectory.Replace("ModelTests.Xunit.Tests", "ModelTests.Xunit.Samples", StringComparison.Ordinal);

    /// <summary>All samples, run once for all tests that look at them.</summary>
    public IReadOnlyDictionary<string, SampleResult> Results { get; } = Run();

    public static IReadOnlyDictionary<string, SampleResult> Run(string? filter = null)
    {
        var folder = Directory.CreateTempSubdirectory("modeltests-samples-").FullName;
        try
        {
            var output = DotnetTest(["--logger", "trx;LogFileName=samples.trx", "--results-directory", folder, .. filter is null ? Array.Empty<string>() : ["--filter", filter]]);
            var file = Path.Combine(folder, "samples.trx");
            if (!File.Exists(file))
                throw new InvalidOperationException($"dotnet test wrote no result file:\n{output}");
            return XDocument.Load(file).Descendants().Where(element => element.Name.LocalName == "UnitTestResult")
                .Select(SampleResult.From).ToDictionary(result => result.Name);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static string List() => DotnetTest(["--list-tests"]);

    private static string DotnetTest(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["test", Path.Combine(Samples, "ModelTests.Xunit.Samples.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.Result;
    }
}

/// <summary>One line of the result file.</summary>
public sealed record SampleResult(string Name, string Outcome, string Message, string StackTrace, string Output)
{
    internal static SampleResult From(XElement element)
    {
        string Text(string name) => element.Descendants().FirstOrDefault(child => child.Name.LocalName == name)?.Value ?? "";
        return new((string)element.Attribute("testName")!, (string)element.Attribute("outcome")!, Text("Message"), Text("StackTrace"), Text("StdOut"));
    }
}
