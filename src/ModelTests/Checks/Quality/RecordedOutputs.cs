using System.Globalization;
using System.Text.Json;

namespace ModelTests;

/// <summary>What [SameOutputs] writes into its file, and how it is read again.</summary>
internal sealed class RecordedOutputs
{
    /// <summary>What data and new parameters usually are; other types are written out.</summary>
    private const string UsualType = "float32";

    private readonly Baseline baseline;
    private readonly IReadOnlyDictionary<string, string> recording;

    public RecordedOutputs(Baseline baseline)
    {
        this.baseline = baseline;
        recording = baseline.Section("recording");
        Initial = [.. Entries("initial values", UsualType).Select(InitialLine.Of)];
    }

    public string Weights => Text("weights");

    public string Seed => recording.GetValueOrDefault("seed", "0");

    /// <summary>The type to which the model was converted, or that it had.</summary>
    public string ComputedIn => Text("computed in");

    public Precision Precision => PrecisionExtensions.Parse(Text("precision"));

    public string Steps => recording.GetValueOrDefault("training steps", "0");

    public IReadOnlyList<SketchLine> Batch => Entries("batch", UsualType);

    public IReadOnlyList<InitialLine> Initial { get; }

    public IReadOnlyList<SketchLine> Outputs => Entries("outputs");

    public IReadOnlyList<SketchLine> Modules => Entries("modules");

    public IReadOnlyList<SketchLine> Operations => Entries("operations");

    public IReadOnlyList<SketchLine> TrainingOutputs => Entries("training outputs");

    public IReadOnlyList<SketchLine> Loss => Entries("loss");

    public IReadOnlyList<SketchLine> Gradients => Entries("gradients");

    public IReadOnlyList<SketchLine> FirstUpdates => Entries("first step");

    public IReadOnlyList<SketchLine> Updates => Entries("updates");

    public IReadOnlyList<SketchLine> Buffers => Entries("buffers");

    /// <summary>The numbers of parameters and buffers, by path.</summary>
    public IReadOnlyDictionary<string, NumberedShape> Numbers => Initial.DistinctBy(line => line.Path).ToDictionary(line => line.Path, line => new NumberedShape(line.Number, line.Sketch.Size));

    public static Baseline Write(OutputFingerprint taken, string fixture, string check)
    {
        var digits = taken.Precision.Digits();
        var type = taken.Settings.InDouble ? "float64" : UsualType;
        var exact = Precision.Double.Digits();
        var entries = new List<BaselineEntry>
        {
            new("recording", "weights", $"\"{taken.Settings.Weights}\""),
            new("recording", "seed", taken.Seed.ToString(CultureInfo.InvariantCulture)),
            new("recording", "computed in", $"\"{type}\""),
            new("recording", "precision", $"\"{taken.Precision.Name()}\""),
            new("recording", "training steps", taken.Steps.ToString(CultureInfo.InvariantCulture)),
        };
        entries.AddRange(taken.Batch.Select(entry => new BaselineEntry("batch", entry.Name, entry.Sketch.ToJson(exact, UsualType))));
        entries.AddRange(taken.Initial.Select(initial => new BaselineEntry("initial values", initial.Path, initial.Sketch.ToJson(exact, UsualType, InitialLine.Members(initial)))));
        Add("outputs", taken.Outputs.Select((sketch, i) => ($"output {i}", (TensorSketch?)sketch)));
        foreach (var pass in taken.Modules)
        {
            entries.AddRange(pass.Outputs.Select((sketch, i) => new BaselineEntry("modules", i == 0 ? pass.Name : $"{pass.Name}[{i}]",
                sketch.ToJson(digits, type, $"\"module\": \"{pass.Type}\"", $"\"inputs\": [{string.Join(", ", pass.Inputs.Select(input => Pair(input, digits)))}]"))));
        }
        Add("operations", taken.Operations.Select((sketch, i) => ($"operation {i + 1}", (TensorSketch?)sketch)));
        Add("training outputs", taken.TrainingOutputs.Select((sketch, i) => ($"output {i}", (TensorSketch?)sketch)));
        Add("loss", new[] { ("loss", taken.Loss), ("returned by the training step", taken.StepLoss) }.Where(entry => entry.Item2 is not null));
        Add("gradients", taken.Gradients);
        Add("first step", taken.FirstUpdates.Select(entry => (entry.Path, (TensorSketch?)entry.Sketch)));
        Add("updates", taken.Updates.Select(entry => (entry.Path, (TensorSketch?)entry.Sketch)));
        Add("buffers", taken.Buffers.Select(entry => (entry.Path, (TensorSketch?)entry.Sketch)));
        return new Baseline(fixture, check, entries) { Inconclusive = taken.Inconclusive };

        void Add(string section, IEnumerable<(string Name, TensorSketch? Sketch)> sketches) =>
            entries.AddRange(sketches.Select(entry => new BaselineEntry(section, entry.Name, entry.Sketch?.ToJson(digits, type) ?? "\"none\"")));
    }

    private static string Pair(TensorSketch input, int digits) =>
        $"[{TensorSketch.RoundedTo(input.Rms, input.Rms, digits)}, {TensorSketch.RoundedTo(input.First, input.Rms, digits)}]";

    private string Text(string name) => recording.GetValueOrDefault(name, "\"\"").Trim('"');

    private List<SketchLine> Entries(string section, string? usualType = null) =>
        [.. baseline.Entries.Where(entry => entry.Section == section).Select(entry => SketchLine.Of(entry, usualType ?? ComputedIn))];
}

/// <summary>One tensor in the file.</summary>
/// <param name="Name">The entry's.</param>
/// <param name="Sketch">Null for a gradient that there is none of.</param>
/// <param name="Json">The whole entry.</param>
internal sealed record SketchLine(string Name, TensorSketch? Sketch, JsonElement Json)
{
    /// <summary>The class of a module; "" for other tensors.</summary>
    public string Module => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("module", out var module) ? module.GetString()! : "";

    /// <summary>Size and first sum of a module's inputs.</summary>
    public IReadOnlyList<(double Rms, double First)> Inputs => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("inputs", out var inputs)
        ? [.. inputs.EnumerateArray().Select(pair => (pair[0].GetDouble(), pair[1].GetDouble()))]
        : [];

    public static SketchLine Of(BaselineEntry entry, string usualType)
    {
        using var document = JsonDocument.Parse(entry.Value);
        var json = document.RootElement.Clone();
        return new SketchLine(entry.Name, TensorSketch.Read(json, usualType), json);
    }
}

/// <summary>A parameter or buffer of the new model in the file.</summary>
internal sealed record InitialLine(string Path, int Number, bool IsParameter, bool IsTrainable, TensorSketch Sketch, DrawnValues? Drawn)
{
    public static IEnumerable<string> Members(InitialSketch initial)
    {
        yield return $"\"number\": {initial.Number}";
        yield return initial.IsParameter ? $"\"trainable\": {(initial.IsTrainable ? "true" : "false")}" : "\"buffer\": true";
        if (initial.Drawn is { } drawn)
        {
            // More digits than the sampling error of any tensor leaves.
            const int Digits = 5;
            yield return $"\"drawn\": {{\"values\": {drawn.Count}, \"share\": {Number(drawn.Share, 1)}, \"mean\": {Number(drawn.Mean, drawn.Rms)}, \"rms\": {Number(drawn.Rms, drawn.Rms)}, \"kurtosis\": {Number(drawn.Kurtosis, drawn.Kurtosis)}}}";

            static string Number(double value, double size) => TensorSketch.RoundedTo(value, size, Digits);
        }
    }

    public static InitialLine Of(SketchLine line)
    {
        var drawn = line.Json.TryGetProperty("drawn", out var values)
            ? new DrawnValues(values.GetProperty("values").GetInt64(), values.GetProperty("share").GetDouble(), values.GetProperty("mean").GetDouble(), values.GetProperty("rms").GetDouble(), values.GetProperty("kurtosis").GetDouble())
            : null;
        var isTrainable = line.Json.TryGetProperty("trainable", out var trainable);
        return new InitialLine(line.Name, line.Json.GetProperty("number").GetInt32(), isTrainable, isTrainable && trainable.GetBoolean(), line.Sketch!, drawn);
    }
}
