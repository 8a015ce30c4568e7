using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The loss falls when the fixture's own training step is repeated on the same samples. Smoothed: single steps may go up.</summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class LossDecreasesAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>The least fall, as a share of the way from the best constant output to the lowest loss. With the same noise in every step the loss is deterministic, so any real fall shows; this is ten times what single precision loses.</summary>
    private const double LeastFall = 1e-5;

    /// <summary>How far above its start, in multiples of that way, the smoothed loss may climb. A warm-up of Adam or momentum overshoots by less than one such way; a learning rate that is too high or grows ends far beyond.</summary>
    private const double MostRise = 2;

    /// <summary>Steps whose median stands for the loss at their middle.</summary>
    private const int Window = 7;

    /// <inheritdoc/>
    public override string Claim => "The loss falls when training is repeated on the same samples.";

    internal override Stage Stage => Stage.Model;

    internal override bool SeesEveryPart => true;

    internal override Verdict Judge(Evidence evidence)
    {
        if (!evidence.Facts.HasLoss)
            return Verdict.DoesNotApply("the fixture has no Loss and its batches have no targets; the losses of its training step may move against each other");
        var bounds = evidence.LossBounds;
        if (bounds.Unbounded)
            return Verdict.DoesNotApply("the loss has no lowest value, so how far it falls says nothing");
        var run = evidence.SingleBatch;
        if (run.NonFiniteAt is { } step)
            return Fails($"the loss stops being finite in step {step}", run).Because("training diverges").ChangeTo("see [NoNonFinite] for where it begins; lower the learning rate or clip gradients");
        if (run.Losses.Count < 2)
            return Verdict.CouldNotTell("TrainStep returns no loss; return it, and this check can follow it");

        var smooth = Smoothed(run.Losses);
        var way = Math.Max(bounds.Gap, 1e-6);
        var start = run.Losses[0];
        var (fall, rise) = (start - smooth[^1], smooth.Max() - start);
        if (rise > MostRise * way)
        {
            var (first, last) = (run.LearningRates[0], run.LearningRates[^1]);
            return Fails($"the loss climbs from {Figures.Of(start)} to {Figures.Of(smooth.Max())}", run)
                .Because(last > first ? $"the learning rate grows from {Figures.Of(first)} to {Figures.Of(last)}" : $"the steps are too large: the learning rate {Figures.Of(first)} overshoots")
                .ChangeTo(last > first ? "correct the schedule's factor or its order" : "lower the learning rate, or clip gradients");
        }
        if (fall > LeastFall * way)
            return Verdict.Holds($"the loss fell from {Figures.Of(start)} to {Figures.Of(smooth[^1])} in {run.StepsTaken} steps");
        if (run.QuestionMoved)
            return Verdict.CouldNotTell("the loss compares with outputs of the model that no gradient reaches, such as a target network's, and they moved in training");
        var headline = $"the loss does not fall: {Figures.Of(start)} at first and {Figures.Of(smooth[^1])} after {run.StepsTaken} steps";
        return evidence.WeightDecays.Strongest is { Dominates: true } decay
            ? Fails(headline, run, new Finding("weight decay", "", decay.Seen)).Because(DecayPull.Cause).ChangeTo(DecayPull.Change)
            : Fails(headline, run)
                .Because("no step makes the loss smaller: the parameters do not move, or move away from where the loss is lower")
                .ChangeTo("see [WeightsUpdate] for parameters that stand still, and look for a flipped sign in the loss");
    }

    private static Verdict Fails(string headline, SingleBatchRun run, params Finding[] culprits) => Verdict.Fails(headline)
        .At([.. culprits, new Finding("learning rate", "", $"{Figures.Of(run.LearningRates[0])} in the first step, {Figures.Of(run.LearningRates[^1])} in the last")])
        .ExemptBy("[Exempt(\"LossDecreases\", \"…\")]");

    /// <summary>The median of each window of steps; the first and the last value stand for themselves where there are fewer.</summary>
    private static List<double> Smoothed(IReadOnlyList<double> losses)
    {
        var windows = losses.Chunk(Window).Where(window => window.Length == Window).Select(window => window.Order().ElementAt(Window / 2)).ToList();
        return windows.Count >= 2 ? windows : [losses[0], losses[^1]];
    }
}
