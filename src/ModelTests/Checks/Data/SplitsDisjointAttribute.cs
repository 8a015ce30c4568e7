using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>No sample of the validation data is in the training data.</summary>
/// <remarks>
/// Samples are compared bit by bit, by their inputs. Equal samples that a small discrete space of inputs explains are let pass.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class SplitsDisjointAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>How improbable so many pairs across a split must be when samples that happen to be equal were split at random.</summary>
    private const double Significance = 1e-6;

    /// <inheritdoc/>
    public override string Claim => "No sample of the validation data is in the training data.";

    internal override Stage Stage => Stage.Data;

    internal override Verdict Judge(Evidence evidence)
    {
        var (training, validation) = (evidence.Pipeline.Training, evidence.Pipeline.Validation);
        if (validation.Samples.Count == 0)
            return Verdict.DoesNotApply("there is no validation data: ValidationBatches() is empty");
        if (!training.RowsAreSamples || !validation.RowsAreSamples)
            return Verdict.DoesNotApply("the rows of a batch are no samples, as the nodes of one graph: training and validation may share the graph and differ in the labels that they show");
        var known = training.Samples.ToLookup(sample => sample.Input);
        var shared = validation.Samples.Where(sample => known.Contains(sample.Input)).ToList();
        var seen = $"{validation.Extent} of validation data and {training.Extent} of training data";
        if (shared.Count == 0)
            return Verdict.Holds($"no input occurs in both of {seen}");
        if (IsExplainedByChance(training, validation))
        {
            return Verdict.Holds($"{Figures.Count(shared.Count, "input occurs", "inputs occur")} in both of {seen}, as equal samples of small discrete data do")
                .Warn($"{Figures.Count(shared.Count, "validation sample equals a training sample", "validation samples equal training samples")}, first {shared[0].Place}: see that they were measured twice and not copied");
        }
        return Verdict.Fails($"{shared.Count} of {Figures.Count(validation.Samples.Count, "validation sample")} {(shared.Count == 1 ? "is" : "are")} in the training data")
            .At(shared.Select(sample => (sample, First: known[sample.Input].First())).Select(pair => new Finding(
                $"validation {pair.sample.Place}", "", $"is training {pair.First.Place}{(pair.sample.Target == pair.First.Target ? "" : ", with another target")}")))
            .Because(shared.Count == validation.Samples.Count
                ? "the validation data is taken from the training data: one loader or data set serves both, or it is never split"
                : $"the split overlaps: bounds that do not meet (Take and Skip), two random splits of one data set, or duplicates that were not removed before splitting; {seen} were compared")
            .ChangeTo("split once, before anything is duplicated or augmented, and give each sample to one side only")
            .ExemptBy("[Exempt(\"SplitsDisjoint\", \"…\")]");
    }

    /// <summary>
    /// Equal samples are no copies when samples that differ are often alike in half of their values, or when the training data repeats itself,
    /// and when among the inputs that occur exactly twice the share that lies across the split is what a random split gives.
    /// </summary>
    private static bool IsExplainedByChance(EpochReading training, EpochReading validation)
    {
        var (n, m) = ((double)training.Samples.Count, (double)validation.Samples.Count);
        var groups = training.Samples.Select(sample => (sample.Input, IsTraining: true))
            .Concat(validation.Samples.Select(sample => (sample.Input, IsTraining: false)))
            .GroupBy(sample => sample.Input, (_, group) => group.Select(sample => sample.IsTraining).ToList())
            .Where(group => group.Count > 1).ToList();
        var repeats = groups.Exists(group => group.Count(isTraining => isTraining) > 1);
        var isDiscrete = repeats || HalvesRepeat([.. training.Samples, .. validation.Samples]);
        var pairs = groups.Where(group => group.Count == 2).ToList();
        var across = pairs.Count(group => group[0] != group[1]);
        return isDiscrete && Binomial.UpperTail(pairs.Count, across, 2 * n * m / ((n + m) * (n + m - 1))) >= Significance;
    }

    private static bool HalvesRepeat(IReadOnlyList<SampleReading> samples)
    {
        var different = samples.DistinctBy(sample => sample.Input).ToList();
        return different.DistinctBy(sample => sample.FirstHalf).Count() < different.Count || different.DistinctBy(sample => sample.SecondHalf).Count() < different.Count;
    }
}
