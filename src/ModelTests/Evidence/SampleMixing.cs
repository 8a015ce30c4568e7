using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Whether samples of a batch change one another's outputs.</summary>
    internal SampleMixing SampleMixing => Recording(ModelTests.SampleMixing.Record);
}

/// <summary>How much a sample's output changes, in evaluation mode, when all other samples of the batch are replaced.</summary>
/// <param name="Samples">How many samples the batch had.</param>
/// <param name="Own">The largest change of an output by its own sample, relative to the output's magnitude.</param>
/// <param name="Foreign">The largest change by the others.</param>
/// <param name="Worst">Whose output that is, and which other sample alone changes it most; null when nobody's changed.</param>
/// <param name="Leak">Where the samples mix first.</param>
/// <param name="Unknown">Why it cannot be told.</param>
internal sealed record SampleMixing(long Samples, double Own, double Foreign, MixedPair? Worst = null, FirstLeak? Leak = null, string? Unknown = null)
{
    public static SampleMixing Record(Func<Subject> create, RunBudget budget) =>
        EvaluationProbe.Confirmed(inDouble => Record(create, budget, inDouble), mixing => mixing.Worst is not null);

    private static SampleMixing Record(Func<Subject> create, RunBudget budget, bool inDouble)
    {
        using var probe = new EvaluationProbe(create, budget, inDouble);
        if (probe.Split() is not var (samples, others))
            return NotTold("the data has only one distinct sample; give at least two");
        if (probe.TryOutputs(samples) is not { } normal)
            return NotTold($"the model takes no batch of {samples.Size} samples; let it take any number");
        if (EvaluationProbe.NotANumber(normal) is { } notANumber)
            return NotTold(notANumber);
        if (probe.NotRepeatable(samples) is { } notRepeatable)
            return NotTold(notRepeatable);
        var count = samples.Size;
        if (!normal.Any(output => HasSamples(output, count)))
            return NotTold($"no output of {string.Join(", ", normal.Select(Shape.Of))} has a dimension of the {count} samples; return one output per sample");

        var (own, foreign, worst) = (0.0, 0.0, -1L);
        for (var sample = 0L; sample < count; sample++)
        {
            using var scope = NewDisposeScope();
            var (alone, rest) = (Replaced(samples, others, i => i == sample), Replaced(samples, others, i => i != sample));
            if (probe.TryOutputs(alone) is not { } ownPass || probe.TryOutputs(rest) is not { } foreignPass)
                continue;
            own = Math.Max(own, Change(normal, ownPass, count, sample));
            var change = Change(normal, foreignPass, count, sample);
            if (change <= foreign || !normal.Zip(foreignPass).Any(pair => Changed(pair.First, pair.Second, count, sample)))
                continue;
            if (!probe.DrawEqualNoise(samples, rest))
                return NotTold("the model draws another amount of random numbers for other samples, so its noise is not comparable; draw equally much for each sample");
            (foreign, worst) = (change, sample);
        }
        if (worst < 0)
            return new SampleMixing(count, own, 0);
        var positions = new Positions(count, [worst]);
        var leak = FirstLeak.Find(probe, samples, Replaced(samples, others, i => i != worst), positions.Unchanged);
        return new SampleMixing(count, own, foreign, Pair(probe, samples, others, normal, worst), leak);
    }

    private static MixedPair Pair(EvaluationProbe probe, Batch samples, Batch others, IReadOnlyList<Tensor> normal, long sample)
    {
        var (by, change) = EvaluationProbe.Positions(samples.Size).Where(other => other != sample)
            .Select(other => (other, probe.TryOutputs(Replaced(samples, others, i => i == other)) is { } pass ? Change(normal, pass, samples.Size, sample) : 0))
            .MaxBy(entry => entry.Item2);
        return new MixedPair(sample, by, change);
    }

    /// <summary>The samples with some of them replaced by the others at the same position.</summary>
    internal static Batch Replaced(Batch samples, Batch others, Func<long, bool> replace)
    {
        var both = Batch.Concatenate([samples, others]);
        return both.Select([.. EvaluationProbe.Positions(samples.Size).Select(i => replace(i) ? i + samples.Size : i)]);
    }

    private static bool HasSamples(Tensor output, long count) => output.shape.Contains(count) || IsFlattened(output, count);

    private static bool IsFlattened(Tensor output, long count) =>
        output.dim() > 0 && !output.shape.Contains(count) && output.shape[0] % count == 0;

    /// <summary>The change of one sample's part of the outputs.</summary>
    internal static double Change(IReadOnlyList<Tensor> before, IReadOnlyList<Tensor> after, long count, long sample) =>
        before.Zip(after).Select(pair => OfSample(pair.First, pair.Second, count, sample)).DefaultIfEmpty(0).Max();

    private static bool Changed(Tensor before, Tensor after, long count, long sample) =>
        OfSample(before, after, count, sample) > Rounding.Tolerance(before.dtype);

    private static double OfSample(Tensor before, Tensor after, long count, long sample)
    {
        var positions = new Positions(count, [sample]);
        if (positions.Change(before, after) is { } change)
            return change;
        if (!IsFlattened(before, count) || !before.shape.SequenceEqual(after.shape))
            return 0;
        // Rows of all samples below one another: those of a sample in one block, or every count-th.
        var rest = before.shape.Skip(1).ToArray();
        var blocks = positions.Change(before.reshape([count, -1, .. rest]), after.reshape([count, -1, .. rest]));
        var strided = positions.Change(before.reshape([-1, count, .. rest]), after.reshape([-1, count, .. rest]));
        return Math.Min(blocks ?? 0, strided ?? 0);
    }

    private static SampleMixing NotTold(string reason) => new(0, 0, 0, Unknown: reason);
}

/// <summary>A sample whose output another one changes.</summary>
/// <param name="Sample">Whose output.</param>
/// <param name="By">Who changes it most by itself.</param>
/// <param name="Change">By how much, relative to the output's magnitude.</param>
internal sealed record MixedPair(long Sample, long By, double Change);
