using System.Globalization;
using System.Text;
using System.Text.Json;
using ModelTests.Zoo;

namespace ModelTests.Refactorings;

/// <summary>Writes the trainings to artifacts/baselines.json and the tables to the generated part of docs/baselines.md.</summary>
internal static class ResultFiles
{
    private static readonly string Trainings = Path.Combine(GeneratedPart.Root, "artifacts", "baselines.json");

    public static void Write(IReadOnlyList<Pool> pools)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Trainings)!);
        File.WriteAllText(Trainings, JsonSerializer.Serialize(pools.Select(pool => new Stored(pool.Name, pool.Runs.Steps, pool.Runs.TrainingSamples, pool.Runs.HeldOutSamples, pool.Runs.Metrics))));
    }

    /// <summary>The trainings of earlier runs, also of one that was interrupted.</summary>
    public static IReadOnlyList<Pool> Read() => !File.Exists(Trainings) ? [] :
        [.. JsonSerializer.Deserialize<Stored[]>(File.ReadAllText(Trainings))!.Select(pool => new Pool(pool.Name, new QualityRuns(0, pool.Steps, pool.TrainingSamples, pool.HeldOutSamples, [], pool.Metrics)))];

    public static void Write(Proof proof) => GeneratedPart.Write("baselines.md", "baselines.cs", Tables(proof));

    public static string Tables(Proof proof)
    {
        var text = new StringBuilder();
        var metrics = proof.Original.Runs.Metrics;
        text.Append(CultureInfo.InvariantCulture, $"False alarms: the unchanged model was compared with itself {Grouped(proof.Comparisons)} times, with other random numbers; {Grouped(proof.FalseAlarms)} of them were alarms, ");
        text.Append(CultureInfo.InvariantCulture, $"{Figures.Of(1000.0 * proof.FalseAlarms / proof.Comparisons)} in 1,000 (at most {Figures.Of(1000 * MetricComparison.FalseAlarms)} is stated). From {proof.Original.Size} trainings of the unchanged model and {proof.Harmful[0].Changed.Size} of each variant.\n\n");
        text.Append("| metric | mean ± spread | smallest drop found, as stated | as measured |\n|---|---|---|---|\n");
        foreach (var drop in proof.Drops)
            text.Append(CultureInfo.InvariantCulture, $"| {drop.Metric.Name} | {Spread(drop.Metric)} | {Figures.Of(drop.Stated)} | {Figures.Of(drop.Measured)} |\n");
        AppendAlarms(text, "keeps the function", proof.Harmless, metrics);
        AppendAlarms(text, "harms", proof.Harmful, metrics);
        return text.Append('\n').ToString();
    }

    private static void AppendAlarms(StringBuilder text, string kind, IReadOnlyList<AlarmCount> counts, IReadOnlyList<MetricRuns> metrics)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n| {kind} | {string.Join(" | ", metrics.Select(metric => metric.Name))} | alarms in {Proof.Repetitions}, one baseline | alarms in {Proof.Repetitions}, a baseline each |\n|---|{string.Concat(metrics.Select(_ => "---|"))}---|---|\n");
        foreach (var count in counts)
            text.Append(CultureInfo.InvariantCulture, $"| {count.Changed.Name} | {string.Join(" | ", count.Changed.Runs.Metrics.Select(Spread))} | {count.OneBaseline} | {count.ManyBaselines} |\n");
    }

    private static string Spread(MetricRuns metric) => $"{Figures.Of(metric.Mean)} ± {Figures.Of(metric.Spread)}";

    private static string Grouped(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private sealed record Stored(string Name, int Steps, long TrainingSamples, long HeldOutSamples, IReadOnlyList<MetricRuns> Metrics);
}
