using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ModelTests.Zoo;

namespace ModelTests.Benchmarks;

/// <summary>Writes a run to artifacts/speed.json and to the generated part of docs/speed.md.</summary>
internal static class SpeedReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(IReadOnlyList<MeasuredSpeed> results)
    {
        var json = Path.Combine(Repository.Artifacts, "speed.json");
        Directory.CreateDirectory(Repository.Artifacts);
        File.WriteAllText(json, JsonSerializer.Serialize(Plain(results), Indented));
        Console.WriteLine($"\nwritten: {json}\n         {GeneratedPart.Write("speed.md", "bench.cs", Tables(results))}");
    }

    private static object Plain(IReadOnlyList<MeasuredSpeed> results) => new
    {
        machine = Machine,
        measures = results.Select(result => new
        {
            name = result.Measure,
            claim = result.Claim,
            figures = result.Figures.Select(figure => new
            {
                of = figure.Of,
                unit = figure.Target.Unit,
                most = figure.Target.Most,
                median = figure.Median,
                lowerQuartile = figure.LowerQuartile,
                upperQuartile = figure.UpperQuartile,
                met = figure.IsMet,
                values = figure.Values,
            }),
        }),
    };

    private static string Tables(IReadOnlyList<MeasuredSpeed> results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Machine}.\n\n");
        text.Append("| measure | of | target | median | quartiles | met |\n|---|---|---|---|---|---|\n");
        foreach (var result in results)
        {
            foreach (var figure in result.Figures)
                text.Append(CultureInfo.InvariantCulture, $"| {result.Measure} | {figure.Of} | {figure.Target} | {figure.Target.Written(figure.Median)} | {figure.Spread} | {(figure.IsMet is { } met ? met ? "yes" : "**no**" : "")} |\n");
        }
        foreach (var details in results.Select(result => result.Details).Where(details => details.Length > 0))
            text.Append(CultureInfo.InvariantCulture, $"\n{details}");
        return text.ToString();
    }

    private static string Machine => $"Measured with {RuntimeInformation.FrameworkDescription} on {Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture}), {(OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsWindows() ? "Windows" : "macOS")}, one libtorch thread";
}
