using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The order of the training samples changes between epochs.</summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class BatchesReshuffledAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>How improbable an order of targets must be by chance before it counts as kept.</summary>
    private const double Significance = 1e-6;

    /// <inheritdoc/>
    public override string Claim => "The order of the training samples changes between epochs.";

    internal override Stage Stage => Stage.Data;

    // Data in order is right for a test of a model; who trains on a loader declares that it shuffles.
    internal override bool IsStandard => false;

    internal override Verdict Judge(Evidence evidence)
    {
        var (first, second) = (evidence.Pipeline.Training, evidence.Pipeline.SecondEpoch);
        if (first.Batches < 2 && first.IsWhole)
            return Verdict.DoesNotApply("an epoch is one batch, in which the order makes no difference");
        if (second.Samples.Count == 0)
        {
            return Verdict.Fails("there is no second epoch: TrainingBatches() is empty when it is read again").At(new Finding("TrainingBatches", "", "can be read only once"))
                .Because("an iterator, a stream or a queue that keeps its position").ChangeTo("start from the beginning whenever the batches are enumerated");
        }
        if (first.Samples.DistinctBy(sample => (sample.Input, sample.Target)).Count() < 2)
            return Verdict.DoesNotApply("all samples are equal");
        var isSame = SampleOrder.Difference(first, second) == ReadingDifference.None;
        if (!isSame && !(SampleOrder.SameTargets(first, second) && ByChance(first) < Significance))
            return Verdict.Holds($"the second epoch begins to differ at {SampleOrder.FirstDifference(first, second)}; {first.Extent} compared");
        var isInOrder = SampleOrder.SameTargets(first, evidence.PipelineAfterOtherSeed);
        return Verdict.Fails($"two epochs come in the same order; {first.Extent} compared")
            .At(new Finding("TrainingBatches", "", $"the same {(isSame ? "samples" : "targets")} in the same order{(isInOrder ? ", whatever the seed" : "")}"))
            .Because(isInOrder
                ? "the data is read as it is stored: nothing shuffles it, and batches of sorted data hold few classes"
                : "it is shuffled once and then repeated: TorchSharp's DataLoader with a seed has one order for all epochs")
            .ChangeTo("shuffle anew at the start of each epoch: a new permutation from one seeded generator, or a new DataLoader with another seed");
    }

    /// <summary>How probable it is that a new order shows the same targets at every place.</summary>
    private static double ByChance(EpochReading epoch)
    {
        var n = (double)epoch.Samples.Count;
        return Math.Pow(epoch.Samples.GroupBy(sample => sample.Target).Sum(group => Math.Pow(group.Count() / n, 2)), n);
    }
}
