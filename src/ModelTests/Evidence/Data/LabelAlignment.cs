using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Which rows of a probe data set come out of the fixture's pipeline with another sample's label.</summary>
    internal LabelAlignment LabelAlignment(IReadOnlyList<long>? size, ScalarType? type) => ModelTests.LabelAlignment.Record(CreateUnproven, Pipeline, Budget, size, type);
}

/// <summary>Samples of two kinds, each with a label of its own, sent through the fixture's pipeline.</summary>
/// <param name="Rows">How many came out.</param>
/// <param name="Wrong">Where a sample of one kind has the other's label.</param>
/// <param name="Unknown">Why it cannot be told; null when it can.</param>
internal sealed record LabelAlignment(int Rows, IReadOnlyList<string> Wrong, string? Unknown = null)
{
    private const int Sent = 64;

    /// <summary>Random augmentation may loop for ever; this many rows show what there is to see.</summary>
    private const int MostRows = 256;

    /// <summary>Every fourth value is of the other kind, so that a sample keeps a sign of its kind when it is standardised by itself.</summary>
    private const int Period = 4;

    /// <summary>The two kinds must be this far apart, as a share of the range of all samples, to be told apart after noise and cropping.</summary>
    private const double ClearGap = 0.2;

    public static LabelAlignment Record(Func<Subject> create, PipelineReading pipeline, RunBudget budget, IReadOnlyList<long>? declaredSize, ScalarType? declaredType)
    {
        var (training, input) = (pipeline.Training, pipeline.Training.Inputs[0]);
        var size = declaredSize ?? [.. input.Formats[0].Shape.Skip(1)];
        var type = declaredType ?? input.Formats[0].Type;
        var (low, high) = type == ScalarType.Byte ? (32, 224) : (input.Least, input.Largest);
        var known = training.Targets.Count == 1 && training.Targets[0].IsWhole
            ? training.Targets[0].Labels.Where(label => label.Key >= 0).OrderByDescending(label => label.Value.Count).Take(2).Select(label => label.Key).ToList() : [];
        List<long> classes = known.Count == 2 ? known : [0, 1];
        if (!(high > low))
            return NotTold("the inputs are constant, so that no two kinds of samples can be made");

        using var scope = NewDisposeScope();
        using var subject = create();
        var kinds = Enumerable.Range(0, Sent).Select(i => i % 2).ToArray();
        new Random(1).Shuffle(kinds);
        var elements = size.Aggregate(1L, (product, length) => product * length);
        var isOther = arange(elements).remainder(Period).eq(Period - 1);
        var (one, other) = (where(isOther, high, low), where(isOther, low, high));
        var samples = stack([.. kinds.Select(kind => kind == 0 ? one : other)]).reshape([Sent, .. size]).to(type);
        var labels = tensor(kinds.Select(kind => classes[kind]).ToArray());
        var sent = $"{type.ToString().ToLowerInvariant()} {Shape.Of(samples)} with labels {classes[0]} and {classes[1]}";
        List<(string Place, double Sign, string Target)> rows;
        try
        {
            if (subject.CreateDataFrom(samples, labels) is not { } data)
                return NotTold("override CreateDataFrom(samples, labels) with the pipeline of CreateData on given samples, so that a probe can be sent through it");
            rows = Read(data, budget);
        }
        catch (FixtureException exception)
        {
            return NotTold($"CreateDataFrom was given {sent}: {exception.Message}; say what it reads with [LabelsAligned(Raw = \"28, 28\", RawType = \"uint8\")]");
        }
        return Compare(rows, sent);
    }

    private static List<(string Place, double Sign, string Target)> Read(ModelData data, RunBudget budget)
    {
        var rows = new List<(string, double, string)>();
        var number = 0;
        foreach (var batch in BatchReading.Read("probe batch", "CreateDataFrom(…).TrainingBatches", data.TrainingBatches))
        {
            budget.Step($"while reading probe batch {number}");
            using var scope = NewDisposeScope();
            var (values, _) = batch.Inputs[0].detach().cpu().transpose(batch.InputBatchDimension, 0).to(float64).reshape(batch.Size, -1).sort(1);
            double[] signs = [.. values.select(1, values.shape[1] / 2).data<double>()];
            var targets = batch.Targets.Select(target => target.detach().cpu().to(float64).reshape(batch.Size, -1)).ToList();
            for (var row = 0; row < signs.Length; row++)
                rows.Add(($"batch {number}, row {row}", signs[row], string.Join(';', targets.Select(target => string.Join(',', target[row].data<double>())))));
            if (rows.Count >= MostRows)
                break;
            number++;
        }
        return rows;
    }

    private static LabelAlignment Compare(List<(string Place, double Sign, string Target)> rows, string sent)
    {
        if (rows.Count < Sent / 4)
            return NotTold($"of {Sent} probe samples {rows.Count} came out: {sent}");
        var sorted = rows.Select(row => row.Sign).Where(double.IsFinite).Order().ToList();
        var range = sorted.Count < rows.Count ? 0 : sorted[^1] - sorted[0];
        var (gap, at) = sorted.Zip(sorted.Skip(1)).Select(pair => (Gap: pair.Second - pair.First, At: (pair.First + pair.Second) / 2)).Max();
        if (!(range > 0) || gap < ClearGap * range)
            return NotTold($"the pipeline changes the samples so much that two kinds cannot be told apart: {sent}");
        var targets = rows.Select(row => row.Target).Distinct().ToList();
        if (targets.Count != 2)
            return NotTold($"the pipeline makes {Figures.Count(targets.Count, "different target")} from two labels: {sent}");
        var wrong = rows.Where(row => row.Sign > at == (row.Target == targets[0])).Select(row => row.Place).ToList();
        // Which kind has which label is not known: a pipeline may negate its input.
        if (wrong.Count * 2 > rows.Count)
            wrong = [.. rows.Select(row => row.Place).Except(wrong)];
        return new LabelAlignment(rows.Count, wrong);
    }

    private static LabelAlignment NotTold(string reason) => new(0, [], reason);
}
