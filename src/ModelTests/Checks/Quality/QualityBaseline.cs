using System.Globalization;
using System.Text.Json;

namespace ModelTests;

/// <summary>What <see cref="MatchesBaselineAttribute"/> writes into a baseline and reads from it.</summary>
internal sealed record QualityBaseline
{
    public const string MetricsSection = "metrics";

    private const string TrainingSection = "training";
    private const string ModelSection = "model";
    private const string ParametersSection = "parameters";
    private const string StepSection = "step";

    // What decides about which samples are held out.
    private static readonly string[] OfSamples = ["seed", "training samples", "held-out samples"];

    /// <summary>Of a spread; means are written to the same decimal place. Five seeds know it to a third at best.</summary>
    private const int SpreadDigits = 3;

    /// <summary>Where there is no spread: single precision has seven.</summary>
    private const int MostDigits = 6;

    public required IReadOnlyDictionary<string, long> Training { get; init; }

    public required IReadOnlyList<MetricLine> Metrics { get; init; }

    /// <summary>How many parameters the model has, and how many values they hold.</summary>
    public required IReadOnlyDictionary<string, long> Model { get; init; }

    /// <summary>The shape of each parameter by its path; empty where they were not asked for.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Multiples of the calibration's time; null where it was not asked for.</summary>
    public double? StepTime { get; init; }

    /// <summary>Null where they were not asked for.</summary>
    public double? LiveTensors { get; init; }

    public long Seeds => Training.GetValueOrDefault("seeds");

    public long Steps => Training.GetValueOrDefault("steps");

    /// <summary>Whether the same samples were held out: of as many, after the same seed.</summary>
    public bool HasDataOf(QualityBaseline other) => OfSamples.All(name => Training.GetValueOrDefault(name) == other.Training.GetValueOrDefault(name));

    public static IReadOnlyList<BaselineEntry> Write(QualityRuns runs, bool parameters, StepCost? time, StepCost? tensors)
    {
        List<BaselineEntry> entries =
        [
            new(TrainingSection, "seeds", Text(runs.Metrics[0].Values.Count)),
            new(TrainingSection, "steps", Text(runs.Steps)),
            new(TrainingSection, "seed", Text(runs.Seed)),
            new(TrainingSection, "training samples", Text(runs.TrainingSamples)),
            new(TrainingSection, "held-out samples", Text(runs.HeldOutSamples)),
            .. runs.Metrics.Select(metric => new BaselineEntry(MetricsSection, metric.Name, Line(metric))),
            new(ModelSection, "parameters", Text(runs.Parameters.Count)),
            new(ModelSection, "values", Text(runs.Parameters.Sum(parameter => parameter.Size.Aggregate(1L, (product, size) => product * size)))),
        ];
        if (parameters)
            entries.AddRange(runs.Parameters.Select(parameter => new BaselineEntry(ParametersSection, parameter.Path, $"[{string.Join(", ", parameter.Size)}]")));
        if (time is not null)
            entries.Add(new(StepSection, "time", Number(time.Time, SpreadDigits)));
        if (tensors is not null)
            entries.Add(new(StepSection, "live tensors", Text(tensors.LiveTensors)));
        return entries;
    }

    /// <exception cref="FixtureException">A line of it is not what this check writes.</exception>
    public static QualityBaseline Read(Baseline baseline) => new()
    {
        Training = baseline.Section(TrainingSection).ToDictionary(entry => entry.Key, entry => (long)Figure(entry.Key, entry.Value)),
        Metrics = [.. baseline.Section(MetricsSection).Select(entry => Metric(entry.Key, entry.Value))],
        Model = baseline.Section(ModelSection).ToDictionary(entry => entry.Key, entry => (long)Figure(entry.Key, entry.Value)),
        Parameters = baseline.Section(ParametersSection),
        StepTime = baseline.Section(StepSection).TryGetValue("time", out var time) ? Figure("time", time) : null,
        LiveTensors = baseline.Section(StepSection).TryGetValue("live tensors", out var tensors) ? Figure("live tensors", tensors) : null,
    };

    private static string Line(MetricRuns metric)
    {
        var (mean, spread) = (metric.Mean, metric.Spread);
        var digits = spread > 0 && mean != 0 ? Exponent(mean) - Exponent(spread) + SpreadDigits : MostDigits;
        var sampling = metric.SamplingError is { } error ? $", \"sampling error\": {Number(error, SpreadDigits)}" : "";
        return $"{{\"mean\": {Number(mean, digits)}, \"spread\": {Number(spread, SpreadDigits)}, \"better\": \"{(metric.HigherIsBetter ? "higher" : "lower")}\", "
            + $"\"resolution\": {Number(metric.Resolution, SpreadDigits)}{sampling}}}";
    }

    private static MetricLine Metric(string name, string line)
    {
        using var document = JsonDocument.Parse(line);
        var value = document.RootElement;
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("better", out var better) || better.ValueKind != JsonValueKind.String || better.GetString() is not ("higher" or "lower"))
            throw Unreadable(name, line);
        return new MetricLine(name, better.GetString() == "higher", Member("mean"), Member("spread"), Member("resolution"), value.TryGetProperty("sampling error", out _) ? Member("sampling error") : null);

        double Member(string member) => value.TryGetProperty(member, out var figure) ? Figure(name, figure.GetRawText()) : throw Unreadable(name, line);
    }

    /// <summary>A number, or "NaN", which JSON has no number for.</summary>
    private static double Figure(string name, string json) =>
        json == "\"NaN\"" ? double.NaN
        : double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw Unreadable(name, json);

    private static FixtureException Unreadable(string name, string value) => new(
        $"the baseline's line \"{name}\" is {value}, and a number was expected, or an object with mean, spread, better and resolution",
        "restore the file from version control, or delete it to record a new one");

    private static int Exponent(double value) => (int)Math.Floor(Math.Log10(Math.Abs(value)));

    private static string Number(double value, int digits) =>
        double.IsFinite(value) ? value.ToString($"G{Math.Clamp(digits, 1, 15)}", CultureInfo.InvariantCulture) : "\"NaN\"";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One metric of a baseline.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="HigherIsBetter">False for losses and errors.</param>
/// <param name="Mean">Over the seeds.</param>
/// <param name="Spread">The sample standard deviation between the seeds.</param>
/// <param name="Resolution">What one held-out sample makes of the figure.</param>
/// <param name="SamplingError">The standard error from which samples are held out; null where it is not known.</param>
internal sealed record MetricLine(string Name, bool HigherIsBetter, double Mean, double Spread, double Resolution, double? SamplingError)
{
    public override string ToString() => $"{Figures.Of(Mean)} ± {Figures.Of(Spread)}";
}
