using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Whether a sample's output depends on how many others are in its batch.</summary>
    internal BatchSizeEffect BatchSizeEffect => Recording(ModelTests.BatchSizeEffect.Record);
}

/// <summary>Each sample's output alone and in a batch, in evaluation mode.</summary>
/// <param name="Samples">How many samples the batch had.</param>
/// <param name="Compared">How many outputs could be compared.</param>
/// <param name="Outputs">How many outputs the model has.</param>
/// <param name="Change">The largest change, relative to the output's magnitude; infinite when the shape differs.</param>
/// <param name="Sample">Whose change that is; null when nobody's output changed.</param>
/// <param name="Shapes">The shape alone and the shape in the batch, where they do not fit.</param>
/// <param name="Leak">Where it changes first.</param>
/// <param name="Refusal">What the model said to a single sample, when it takes the batch but not the sample.</param>
/// <param name="Unknown">Why it cannot be told.</param>
internal sealed record BatchSizeEffect(
    long Samples, int Compared, int Outputs, double Change, long? Sample = null, string? Shapes = null, FirstLeak? Leak = null, FixtureException? Refusal = null, string? Unknown = null)
{
    public static BatchSizeEffect Record(Func<Subject> create, RunBudget budget) =>
        EvaluationProbe.Confirmed(inDouble => Record(create, budget, inDouble), effect => effect.Sample is not null);

    private static BatchSizeEffect Record(Func<Subject> create, RunBudget budget, bool inDouble)
    {
        using var probe = new EvaluationProbe(create, budget, inDouble);
        if (probe.Split() is not var (samples, _))
            return NotTold("the data has only one distinct sample; give at least two");
        if (probe.TryOutputs(samples) is not { } normal)
            return NotTold($"the model takes no batch of {samples.Size} samples; let it take any number");
        if (EvaluationProbe.NotANumber(normal) is { } notANumber)
            return NotTold(notANumber);
        if (probe.NotRepeatable(samples) is { } notRepeatable)
            return NotTold(notRepeatable);

        var otherNoise = probe.Outputs(samples, noise: 2);
        var judged = Enumerable.Range(0, normal.Count).Where(i => Fitting(normal[i], samples.Size) && !Rounding.Differ(normal[i], otherNoise[i])).ToList();
        var (largest, worst, shapes) = (0.0, -1L, (string?)null);
        for (var sample = 0L; sample < samples.Size; sample++)
        {
            using var scope = NewDisposeScope();
            var single = samples.Select([sample]);
            IReadOnlyList<Tensor> alone;
            try
            {
                alone = probe.Outputs(single);
            }
            catch (FixtureException exception) when (exception.InnerException is not null)
            {
                return new BatchSizeEffect(samples.Size, judged.Count, normal.Count, double.PositiveInfinity, sample, Refusal: exception);
            }
            foreach (var i in judged.Where(i => i < alone.Count))
            {
                var change = Difference(normal[i], alone[i], samples.Size, sample);
                if (change is not null && !(change > Rounding.Tolerance(normal[i].dtype) && change > largest))
                    continue;
                (largest, worst) = (change ?? double.PositiveInfinity, sample);
                shapes = change is null ? $"{Shape.Of(alone[i])} for one sample and {Shape.Of(normal[i])} for {samples.Size}" : shapes;
            }
        }
        if (judged.Count == 0)
            return NotTold(normal.Any(output => Fitting(output, samples.Size)) ? "the model draws random numbers in evaluation mode, and they differ with the size of the batch; compare it without the noise" : "no output has a dimension of the samples; return one output per sample");
        if (worst < 0)
            return new BatchSizeEffect(samples.Size, judged.Count, normal.Count, 0);
        var leak = FirstLeak.Find(probe, samples, samples.Select([worst]), (batch, alone) => Unchanged(batch, alone, samples.Size, worst, mayReshape: shapes is null));
        return new BatchSizeEffect(samples.Size, judged.Count, normal.Count, largest, worst, shapes, leak);
    }

    private static bool Fitting(Tensor output, long count) =>
        output.is_floating_point() && (output.shape.Contains(count) || (output.dim() > 0 && output.shape[0] % count == 0));

    private static bool? Unchanged(Tensor inBatch, Tensor alone, long count, long sample, bool mayReshape)
    {
        if (!inBatch.shape.Contains(count))
            return null;
        return Difference(inBatch, alone, count, sample) is { } change ? change <= Rounding.Tolerance(inBatch.dtype) : mayReshape ? null : false;
    }

    /// <summary>The smallest change over all ways to find the sample in the batch; null when no shape fits.</summary>
    private static double? Difference(Tensor inBatch, Tensor alone, long count, long sample)
    {
        using var scope = NewDisposeScope();
        var fitting = Parts(inBatch, count, sample).Where(part => part.shape.SequenceEqual(alone.shape)).ToList();
        return fitting.Count == 0 ? null : fitting.Min(part => Rounding.Change(part, alone, inBatch));
    }

    private static IEnumerable<Tensor> Parts(Tensor output, long count, long sample)
    {
        var dimensions = Enumerable.Range(0, (int)output.dim()).Where(d => output.shape[d] == count).ToList();
        foreach (var dimension in dimensions)
            yield return output.narrow(dimension, sample, 1);
        if (dimensions.Count > 1)
            yield return dimensions.Aggregate(output, (tensor, dimension) => tensor.narrow(dimension, sample, 1));
        if (dimensions.Count > 0 || output.dim() == 0 || output.shape[0] % count != 0)
            yield break;
        // Rows of all samples below one another: those of a sample in one block, or every count-th.
        var rest = output.shape.Skip(1).ToArray();
        yield return output.reshape([count, -1, .. rest]).select(0, sample);
        yield return output.reshape([-1, count, .. rest]).select(1, sample);
    }

    private static BatchSizeEffect NotTold(string reason) => new(0, 0, 0, 0, Unknown: reason);
}
