using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The labels are those that the model has outputs for.</summary>
/// <remarks>
/// Class indices lie in range, all classes occur and none is off by one; one-hot rows have one 1; no label is NaN unless the loss leaves it out.
/// Labels that the loss ignores, such as -100 or 255, are legal.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class LabelsValidAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>
    /// A class as frequent as the rarest one that occurs, which occurs m times, is missing with a probability below e^-m; from 14 times on that is less than 1e-6.
    /// A rare class in data with other rare classes is thereby let pass.
    /// </summary>
    private const int EnoughOfTheRarest = 14;

    /// <inheritdoc/>
    public override string Claim => "The labels are those that the model has outputs for.";

    internal override Stage Stage => Stage.Data;

    internal override Verdict Judge(Evidence evidence)
    {
        var pipeline = evidence.Pipeline;
        if (pipeline.Training.Targets.Count == 0)
            return Verdict.DoesNotApply("the batches have no targets");
        var use = evidence.LabelUse;
        var problems = use.Targets.SelectMany((target, i) => new[]
        {
            NonFinite(pipeline, target, i),
            OutOfRange(pipeline, target, i),
            Missing(pipeline, target, i),
            NotOneHot(pipeline.Training, target, i),
            NotBinary(pipeline, i),
        });
        if (problems.FirstOrDefault(problem => problem is not null) is { } failure)
            return failure;
        if (evidence.OddBatches.Refused is { } refused)
            throw refused;
        var judged = use.Targets.Select((target, i) => (target, i)).Where(entry => entry.target.Classes is not null || entry.target.IsDistribution || IsBinary(pipeline, entry.i)).ToList();
        if (judged.Exists(entry => entry.target.Tried.Any(tried => tried.Effect == LabelEffect.Used)))
            return Verdict.DoesNotApply("the loss takes other whole numbers than class indices");
        return judged.Count > 0 ? Verdict.Holds($"{string.Join(", ", judged.Select(entry => Seen(pipeline.Training, entry.target, entry.i)))} in {pipeline.Training.Extent}")
            : use.Problem is { } problem ? Verdict.CouldNotTell($"the model's outputs could not be had: {problem}")
            : Verdict.DoesNotApply("no target holds class labels: no output has one value per class for it");
    }

    private static string Seen(EpochReading epoch, TargetUse target, int i) => target.Classes is { } classes
        ? $"{Labels(epoch, i)} from {Figures.Of(epoch.Targets[i].Least)} to {Figures.Of(epoch.Targets[i].Largest)} for {Figures.Count(classes, "class", "classes")}"
        : $"{Labels(epoch, i)} of {(target.IsDistribution ? "distributions over classes" : "yes or no")}";

    private static string Labels(EpochReading epoch, int i) => epoch.Targets.Count == 1 ? "labels" : $"labels (target {i})";

    private static Verdict? NonFinite(PipelineReading pipeline, TargetUse target, int i)
    {
        foreach (var (epoch, noun) in Epochs(pipeline))
        {
            if (epoch.Targets.ElementAtOrDefault(i)?.FirstNonFinite is not { } bad || target.NonFiniteIsMasked)
                continue;
            return Verdict.Fails($"the {noun} labels are not finite")
                .At(new Finding(Labels(epoch, i), "", $"{bad.Values} first in {noun} batch {bad.Batch}, row {bad.Row}; seen in {epoch.Extent}"))
                .Because("a missing value of the source, a division by 0 or a logarithm of 0 in what makes the labels")
                .ChangeTo("drop these samples, fill the value in, or leave them out in the loss by a mask")
                .ExemptBy("[Exempt(\"LabelsValid\", \"…\")]");
        }
        return null;
    }

    private static Verdict? OutOfRange(PipelineReading pipeline, TargetUse target, int i)
    {
        if (target.Classes is not { } classes)
            return null;
        var wrong = target.Tried.Where(tried => tried.Effect == LabelEffect.Refused
            || (tried.Effect == LabelEffect.Used && target.Declared is { } declared && (tried.Value < 0 || tried.Value >= declared))).ToList();
        if (wrong.Count == 0)
            return null;
        var countsFromOne = wrong.Exists(tried => tried.Value == classes) && !pipeline.Training.Targets[i].Labels.ContainsKey(0);
        return Verdict.Fails($"{Figures.Count(wrong.Count, "label")} outside of the {classes} classes, which count from 0 to {classes - 1}")
            .At(wrong.Select(tried => Place(pipeline, tried, i)))
            .Because(countsFromOne ? "the classes are counted from 1: class 0 never occurs" : "the labels are not class indices, or the model has too few outputs")
            .ChangeTo(countsFromOne ? "subtract 1 from the labels" : "map the labels to 0, 1, …; or give the model one output per class; or tell the loss to ignore that value (ignore_index)")
            .ExemptBy("[Exempt(\"LabelsValid\", \"…\")]");
    }

    private static Finding Place(PipelineReading pipeline, TriedLabel tried, int i)
    {
        var (epoch, noun) = tried.OfValidation ? (pipeline.Validation, "validation") : (pipeline.Training, "training");
        var label = epoch.Targets[i].Labels[tried.Value];
        return new Finding(Labels(epoch, i), "",
            $"{tried.Value} occurs {Figures.Count(label.Count, "time")} in the {noun} data, first in batch {label.Batch}, row {label.Row}{(tried.Effect == LabelEffect.Refused ? "; the loss throws" : "")}; seen in {epoch.Extent}");
    }

    /// <summary>
    /// Classes that never occur, in data that was read to its end. Of masks and sequences only the class 0 is looked for: an object that is in no picture is
    /// rare, but all classes save the first tell that they are counted from 1. Tokens that never occur are usual.
    /// </summary>
    private static Verdict? Missing(PipelineReading pipeline, TargetUse target, int i)
    {
        var (epoch, reading) = (pipeline.Training, pipeline.Training.Targets[i]);
        if ((target.Logits ?? target.Declared) is not { } classes || !epoch.IsWhole || AreTokens(pipeline, classes))
            return null;
        var counts = Enumerable.Range(0, classes).Select(k => target.Dimensions == 1
            ? reading.Labels.GetValueOrDefault(k)?.Count ?? 0
            : reading.Labels.ContainsKey(k) ? epoch.Samples.Count(sample => sample.Targets.ElementAtOrDefault(i)?.Contains(k) == true) : 0).ToList();
        var missing = Enumerable.Range(0, classes).Where(k => !reading.Labels.ContainsKey(k)).ToList();
        var occurring = counts.Where((_, k) => reading.Labels.ContainsKey(k)).ToList();
        if (missing.Count == 0 || occurring.Count == 0 || occurring.Min() < EnoughOfTheRarest)
            return null;
        var countsFromOne = missing is [0];
        if (target.Dimensions > 1 && !(countsFromOne && classes > 2))
            return null;
        return Verdict.Fails($"{missing.Count} of {classes} classes never {(missing.Count == 1 ? "occurs" : "occur")} in {epoch.Extent}")
            .At([new Finding(Labels(epoch, i), "", $"{Figures.Of(reading.Least)} to {Figures.Of(reading.Largest)}, for classes 0 to {classes - 1}; the rarest that occurs is in {Figures.Count(occurring.Min(), "sample")}"),
                .. missing.Select(k => new Finding($"class {k}", "", "never occurs"))])
            .Because(countsFromOne ? "the classes are counted from 1, and the model has one output more than there are classes"
                : "the model has more outputs than the data has classes, or samples of these classes are lost on the way")
            .ChangeTo(countsFromOne ? "subtract 1 from the labels and give the model one output per class" : "give the model one output per class, or find where these samples get lost")
            .ExemptBy("[Exempt(\"LabelsValid\", \"class 0 is reserved\")]");
    }

    /// <summary>Whether the labels are of the inputs' own kind: tokens of one vocabulary, most of which need not occur.</summary>
    private static bool AreTokens(PipelineReading pipeline, int classes) =>
        pipeline.Task is LearningTask.TokenPrediction
        || pipeline.Training.Inputs.Any(input => input.IsWhole && input.Formats[0].Type is TorchSharp.torch.ScalarType.Int64 or TorchSharp.torch.ScalarType.Int32 && input.Largest < classes);

    private static Verdict? NotOneHot(EpochReading epoch, TargetUse target, int i)
    {
        var reading = epoch.Targets[i];
        if (!target.IsDistribution || target.Dimensions != 2 || !reading.IsWhole || reading.Labels.Keys.Any(value => value is not (0 or 1)))
            return null;
        var rows = epoch.Samples.Where(sample => sample.Targets.ElementAtOrDefault(i)?.Length > 1).ToList();
        var wrong = rows.Where(sample => sample.Targets[i].Sum() != 1).ToList();
        // Where most rows are no distributions, they are meant to be something else.
        if (wrong.Count == 0 || wrong.Count * 2 > rows.Count)
            return null;
        return Verdict.Fails($"{wrong.Count} of {rows.Count} one-hot rows are not one-hot")
            .At(wrong.Select(sample => new Finding(Labels(epoch, i), "", $"{sample.Place}: {sample.Targets[i].Sum()} of {sample.Targets[i].Length} are 1")))
            .Because(wrong.TrueForAll(sample => sample.Targets[i].Sum() == 0)
                ? "these labels have no column: one_hot counts from another number than the labels do, or the class is unknown"
                : "several classes are marked, and the loss is one of exactly one class per sample")
            .ChangeTo("mark exactly one class per row: torch.nn.functional.one_hot(labels, classes) with labels from 0; for several classes per sample use binary cross entropy")
            .ExemptBy("[Exempt(\"LabelsValid\", \"…\")]");
    }

    private static bool IsBinary(PipelineReading pipeline, int i) => i == 0 && pipeline.Task is LearningTask.BinaryClassification;

    private static Verdict? NotBinary(PipelineReading pipeline, int i)
    {
        if (!IsBinary(pipeline, i))
            return null;
        foreach (var (epoch, noun) in Epochs(pipeline).Where(entry => entry.Epoch.Targets.Count > 0))
        {
            var reading = epoch.Targets[0];
            if (reading.Least < 0 || reading.Largest > 1)
            {
                return Verdict.Fails($"the {noun} labels of a yes-or-no task are not in [0, 1]")
                    .At(new Finding(Labels(epoch, 0), "", $"from {Figures.Of(reading.Least)} to {Figures.Of(reading.Largest)}, seen in {epoch.Extent}"))
                    .Because("the classes are counted from 1 or are -1 and 1; binary cross entropy is then unbounded below")
                    .ChangeTo("map the labels to 0 and 1");
            }
        }
        return null;
    }

    private static IEnumerable<(EpochReading Epoch, string Noun)> Epochs(PipelineReading pipeline) => [(pipeline.Training, "training"), (pipeline.Validation, "validation")];
}
