using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>After the same seed the data comes again: the same samples in the same order, and a second epoch after the first.</summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class DataIsReproducibleAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>A second epoch with a smaller share of the samples has ended early; drawn or filtered epochs differ by less.</summary>
    private const double LeastShare = 0.5;

    /// <inheritdoc/>
    public override string Claim => "After the same seed the data comes again: the same samples in the same order, and a second epoch after the first.";

    internal override Stage Stage => Stage.Data;

    internal override Verdict Judge(Evidence evidence)
    {
        var pipeline = evidence.Pipeline;
        return SecondEpoch(pipeline)
            ?? Repeated(pipeline.Training, pipeline.Repeated, "TrainingBatches", "training")
            ?? Repeated(pipeline.Validation, pipeline.ValidationRepeated, "ValidationBatches", "validation")
            ?? Verdict.Holds($"{pipeline.Training.Extent} of training data{(pipeline.Validation.Samples.Count > 0 ? $" and {pipeline.Validation.Extent} of validation data" : "")}, equal bit by bit when made again after the same seed");
    }

    private static Verdict? SecondEpoch(PipelineReading pipeline)
    {
        var (first, second) = (pipeline.Training, pipeline.SecondEpoch);
        if (!SampleOrder.EndsEarly(second, first) && (!first.IsWhole || second.Samples.Count >= first.Samples.Count * LeastShare))
            return null;
        return Verdict.Fails($"the second epoch has {Figures.Count(second.Samples.Count, "sample")} and the first {first.Samples.Count}")
            .At(new Finding("TrainingBatches", "", $"ends after {Figures.Count(second.Batches, "batch", "batches")} when it is read again, and after {first.Batches} the first time"))
            .Because("the sequence of batches can be read only once: an iterator, a stream or a queue that keeps its position")
            .ChangeTo("start from the beginning whenever the batches are enumerated");
    }

    private static Verdict? Repeated(EpochReading first, EpochSamples again, string recipe, string noun)
    {
        var difference = SampleOrder.Difference(first, again);
        if (difference == ReadingDifference.None)
            return null;
        if (SampleOrder.EndsEarly(again, first))
        {
            return Verdict.Fails($"the {noun} data has {Figures.Count(first.Samples.Count, "sample")} the first time and {again.Samples.Count} when it is made again")
                .At(new Finding(recipe, "", $"ends after {Figures.Count(again.Batches, "batch", "batches")} when CreateData is called again, and after {first.Batches} the first time"))
                .Because("CreateData hands out what was read before: an iterator, a stream or a queue that keeps its position")
                .ChangeTo("make the loader anew in each call of CreateData");
        }
        var where = SampleOrder.FirstDifference(first, again);
        return Verdict.Fails(difference == ReadingDifference.Order
                ? $"the order of the {noun} samples is another one each time, whatever the seed"
                : $"the {noun} samples are others each time, whatever the seed")
            .At(new Finding(recipe, "", $"{(difference == ReadingDifference.Inputs ? "the same targets with other inputs" : difference == ReadingDifference.Order ? "the same samples in another order" : "other samples")}, from {where} on; {first.Extent} compared"))
            .Because(difference switch
            {
                ReadingDifference.Order => "the order does not come from torch's generator: TorchSharp's DataLoader(shuffle: true) does not follow torch.manual_seed",
                ReadingDifference.Inputs => "the inputs are changed at random, as augmentation does, by a generator that is not seeded: System.Random without a seed, or several workers",
                _ => "the samples are drawn or split by a generator that is not seeded: System.Random without a seed, a time or a GUID",
            })
            .ChangeTo(difference == ReadingDifference.Order ? "pass a seed to the loader: new DataLoader(…, shuffle: true, seed: 42)" : "draw from torch's generator, or from new Random(seed)")
            .ExemptBy("[Exempt(\"DataIsReproducible\", \"…\")]");
    }
}
