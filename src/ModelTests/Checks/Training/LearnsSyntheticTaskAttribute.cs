using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>
/// On synthetic data the model learns what carries over to samples that it has not seen: it beats the best output that ignores the input,
/// and the same training on targets that were exchanged between samples.
/// </summary>
/// <remarks>
/// Three seeds; a quarter of the samples is held out. Judged by the share of the way from the best constant output to the lowest possible loss on the held-out samples,
/// with a one-sided 95 % interval over the seeds. Before the model is blamed, other learning rates are tried.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class LearnsSyntheticTaskAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>
    /// The share of the gap that must be closed at least. The baseline is the constant that fits the held-out samples themselves best,
    /// so that a model that has learned nothing stays below 0 but for chance.
    /// </summary>
    internal const double LeastShare = 0.05;

    /// <summary>A model whose share is surely below this has learned nothing to speak of; between the two, the check cannot tell.</summary>
    internal const double Little = 0.15;

    /// <summary>The 95 % quantile of Student's t with <see cref="SyntheticTask.Seeds"/> - 1 = 2 degrees of freedom.</summary>
    private const double StudentT = 2.92;

    private static readonly double[] OtherRates = [10, 0.1];

    /// <inheritdoc/>
    public override string Claim => "The model beats the input-independent baseline and a shuffled-label control on held-out synthetic data.";

    internal override Stage Stage => Stage.Model;

    internal override bool SeesEveryPart => true;

    internal override Verdict Judge(Evidence evidence)
    {
        if (!evidence.Facts.HasLoss || !evidence.Facts.HasForward)
            return Verdict.DoesNotApply("the fixture has no Forward or no Loss apart from its training step, so nothing says how good an output is");
        var first = evidence.SyntheticTaskAt(1);
        if (!first.HasData)
            return Verdict.DoesNotApply("the fixture's data is its own; override CreateSyntheticData with a generator of the same format, such as Synthetic.GaussianClasses(shape: …, classes: …), to compare the two");
        if (!first.HasEnough)
            return Verdict.CouldNotTell($"the synthetic data has too few samples to hold {HeldOutSamples.Fewest} out; give at least {4 * HeldOutSamples.Fewest}");
        if (first.Bounds!.Unbounded)
            return Verdict.DoesNotApply("the loss has no lowest value, so there is no baseline to compare with");
        if (first.Bounds.NoGap)
            return Verdict.CouldNotTell("on the held-out samples the best constant output is as good as any other, so there is nothing to learn");

        var tried = new List<SyntheticTask> { first };
        if (!HasLearned(first))
        {
            foreach (var factor in OtherRates)
            {
                tried.Add(evidence.SyntheticTaskAt(factor));
                if (HasLearned(tried[^1]))
                    break;
            }
        }
        var best = tried.MaxBy(task => Shares(task).Average())!;
        if (HasLearned(tried[^1]))
        {
            var holds = Verdict.Holds(Learned(tried[^1]) + Compared(evidence));
            return tried.Count == 1 ? holds
                : holds.Warn($"learned only with {Figures.Of(tried[^1].RateFactor)} times the fixture's own learning rate: see whether that trains better");
        }
        if (Bound(Shares(best), +1) > Little)
            return Verdict.CouldNotTell($"the seeds disagree: {Rows(best)}; give the synthetic data more samples");
        if (best.Lessons.Any(lesson => lesson.Own.Improving))
            return Verdict.CouldNotTell($"after {best.Lessons[0].Own.Steps} steps the loss on held-out samples was still falling: {Rows(best)}; give a larger learning rate or a simpler synthetic task");
        return Fails(tried, best);
    }

    private static Verdict Fails(List<SyntheticTask> tried, SyntheticTask best)
    {
        var memorised = tried.Max(task => task.Lessons.Average(lesson => lesson.Own.TrainingShare)) >= OverfitsSingleBatchAttribute.LeastShare / 2;
        return Verdict.Fails($"on {best.HeldOutSize} held-out samples the model is no better than a constant output: {Rows(best)}")
            .At([
                .. tried.Select(task => new Finding($"learning rate × {Figures.Of(task.RateFactor)}", "", Rows(task))),
                new Finding("held-out loss", "", $"{string.Join(", ", best.Lessons.Select(lesson => Figures.Of(lesson.Own.HeldOutLoss)))}; best constant {Figures.Of(best.Bounds!.Constant)}, lowest possible {Figures.Of(best.Bounds.Floor)}"),
            ])
            .Because(memorised
                ? "the model learns its training samples by heart and nothing that carries over: targets do not belong to their inputs, or the model lacks what the task needs, such as position, order or interaction of features"
                : "the model does not fit its training samples either: the fault is in the model, the loss or the training step, not in the data")
            .ChangeTo(memorised
                ? "check that inputs and targets stay together in the pipeline ([LabelsAligned]), and that the model sees what the target depends on ([InputMatters])"
                : "mend what the other checks name first, [OverfitsSingleBatch] above all")
            .ExemptBy("[Exempt(\"LearnsSyntheticTask\", \"…\")]");
    }

    internal static bool HasSurelyLearnedNothing(SyntheticTask task) => Bound(Shares(task), +1) <= Little && !task.Lessons.Any(lesson => lesson.Own.Improving);

    internal static bool HasLearned(SyntheticTask task) =>
        Bound(Shares(task), -1) > LeastShare && (!task.Lessons.All(lesson => lesson.Control is not null) || Bound(Advantages(task), -1) > 0);

    private static List<double> Shares(SyntheticTask task) => [.. task.Lessons.Select(lesson => task.Bounds!.ShareClosed(lesson.Own.HeldOutLoss))];

    private static List<double> Advantages(SyntheticTask task) =>
        [.. task.Lessons.Where(lesson => lesson.Control is not null).Select(lesson => (lesson.Control!.HeldOutLoss - lesson.Own.HeldOutLoss) / task.Bounds!.Gap)];

    /// <summary>One end of the one-sided 95 % interval of the mean.</summary>
    private static double Bound(List<double> values, int side)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return mean + (side * StudentT * deviation / Math.Sqrt(values.Count));
    }

    private static string Learned(SyntheticTask task) =>
        $"learned the synthetic task with {task.Lessons.Count} seeds, at most {task.Lessons.Max(lesson => lesson.Own.Steps)} steps: {Rows(task)}{Metric(task)}";

    internal static string Rows(SyntheticTask task)
    {
        var control = task.Lessons.All(lesson => lesson.Control is not null)
            ? $" ({string.Join(", ", task.Lessons.Select(lesson => Figures.Percent(Math.Max(0, task.Bounds!.ShareClosed(lesson.Control!.HeldOutLoss)))))} with exchanged targets)" : "";
        return $"{string.Join(", ", Shares(task).Select(share => Figures.Percent(Math.Max(0, share))))} of the way from the best constant output to the lowest possible loss{control}";
    }

    private static string Metric(SyntheticTask task) => task.Lessons[0].Own.Metrics is [var metric, ..]
        ? $", {metric.Name} {string.Join(", ", task.Lessons.Select(lesson => Figures.Of(lesson.Own.Metrics[0].Value)))}" : "";

    private static string Compared(Evidence evidence)
    {
        if (evidence.OwnTask is not { HasData: true, HasEnough: true, Lessons.Count: > 0 } own)
            return "";
        return HasLearned(own)
            ? $"; on the fixture's own data too: {Rows(own)}"
            : $"; on the fixture's own data it does not: {Rows(own)}. Look at the data";
    }
}
