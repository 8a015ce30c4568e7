using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The model can memorise one small batch with the fixture's own loss, optimizer and training step.</summary>
/// <remarks>
/// Judged by the share of the way from the best constant output to the lowest loss that any output reaches, so that losses
/// with a floor above 0 and losses of any scale are judged alike. The same noise is used in every step, so dropout and sampling
/// do not stand in the way. Before the model is blamed, other learning rates are tried.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class OverfitsSingleBatchAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>
    /// The share of the gap that must be closed. Measured: at least 0.94 over eleven families of healthy models, both call styles and seeds 0 to 99;
    /// at most 0.44 over six faults that still learn something (softmax before cross entropy, softmax over the batch, equal weights, a clipped
    /// output, dropout of everything, an ignored input) and seeds 0 to 19. In between lies room for slower models and for milder faults.
    /// </summary>
    internal const double LeastShare = 0.8;

    /// <summary>Other learning rates that are tried before the model is blamed, as multiples of the fixture's own.</summary>
    private static readonly double[] OtherRates = [10, 0.1, 100, 0.01];

    /// <summary>A share of the gap that is more than the wobble between two runs at a plateau.</summary>
    private const double Learned = 0.05;

    /// <inheritdoc/>
    public override string Claim => "The model can memorise one small batch.";

    internal override Stage Stage => Stage.Model;

    internal override bool SeesEveryPart => true;

    internal override Verdict Judge(Evidence evidence)
    {
        if (!evidence.Facts.HasLoss)
            return Verdict.DoesNotApply("the fixture has no Loss and its batches have no targets; its training step defines an objective that has no floor to compare with");
        var bounds = evidence.LossBounds;
        if (bounds.Unbounded)
            return Verdict.DoesNotApply($"the loss has no lowest value: it was still falling at {Figures.Of(bounds.Floor)} for freely chosen outputs");
        var run = evidence.SingleBatch;
        if (bounds.NoGap && bounds.SamplesNotFound)
            return Verdict.CouldNotTell("no dimension of the outputs belongs to the samples, so there is no constant output to compare with; return outputs [N, …] from Forward");
        if (bounds.NoGap)
            return JudgeWithoutGap(run, bounds);
        var share = run.ShareClosed(bounds);
        if (share >= LeastShare)
            return Verdict.Holds(Memorised(run, bounds));

        if (run.QuestionMoved && !LearningObstacle.In(evidence).Any())
            return Verdict.CouldNotTell($"the loss compares with outputs of the model that no gradient reaches, such as a target network's, and they moved in training; {Share(run, bounds)} of the gap at the start was closed");
        if (bounds.ComparesSamples && !LearningObstacle.In(evidence).Any())
            return Verdict.CouldNotTell($"the outputs compare the samples of the batch with each other, so the lowest loss that a model reaches is not known; {Share(run, bounds)} of the way to {Figures.Of(bounds.Floor)} was closed: return what is compared from Forward, and compare it in Loss");
        var tried = new List<SingleBatchRun> { run };
        foreach (var factor in OtherRates)
        {
            if (IsBeyondTheBest(factor, tried, bounds))
                continue;
            tried.Add(evidence.SingleBatchAt(factor));
            if (tried[^1].ShareClosed(bounds) >= LeastShare)
                return JudgeOtherRate(run, tried[^1], bounds);
        }
        if (LearningObstacle.In(evidence).FirstOrDefault() is { } obstacle)
            return Fails(tried, bounds, obstacle).Because(obstacle.Cause).ChangeTo(obstacle.Change);
        var best = tried.MaxBy(attempt => attempt.ShareClosed(bounds))!;
        if (evidence.Linearity.IsAffine && best.ShareClosed(bounds) > 0)
            return Verdict.CouldNotTell($"the model is linear in its input and closed {Share(best, bounds)} of the gap; a linear model memorises only what depends linearly on the input: give targets that do, or fewer samples than features");
        return Fails(tried, bounds)
            .Because("no learning rate from a hundredth to a hundred times the fixture's own helps, so the fault is not the rate: the model, the loss or the training step cannot fit these samples")
            .ChangeTo("look for a layer that is not connected or cut off by detach(), an activation or softmax after the last layer, and a loss that does not compare each output with its own target");
    }

    /// <summary>
    /// Whether ten times or a tenth of the rate, in the same direction, did no better than the fixture's own rate, which learns something beyond
    /// the best constant: the best rate then lies between the two.
    /// </summary>
    private static bool IsBeyondTheBest(double factor, List<SingleBatchRun> tried, LossBounds bounds)
    {
        var own = tried[0].ShareClosed(bounds);
        return own >= Learned && own - bounds.ShareClosed(tried[0].InitialLoss) >= Learned
            && tried.Skip(1).Any(run => run.RateFactor > 1 == factor > 1 && run.ShareClosed(bounds) <= own + Learned);
    }

    private static Verdict JudgeWithoutGap(SingleBatchRun run, LossBounds bounds) => run.SameTarget
        ? Verdict.CouldNotTell($"all {run.Samples} samples that were read have the same target, so a constant output is right; give data whose first batches differ in their targets")
        : !run.HasTargets ? Verdict.CouldNotTell($"the batch has no targets, and outputs that are the same for all samples reach the lowest loss, {Figures.Of(bounds.Floor)}, as well: a low loss does not show that the model tells samples apart; if samples have targets, put them into Batch.Targets")
        : bounds.HasEqualHistories ? Verdict.CouldNotTell("the model cannot tell the samples apart that have different targets, so a constant output is right; give data whose first batches differ in what the model reads")
        : Verdict.Fails($"the loss is no lower for a right prediction of each sample than for the best constant: both reach {Figures.Of(bounds.Constant)}")
            .At(new Finding("Loss", "", $"lowest value {Figures.Of(bounds.Floor)} with one output per sample, {Figures.Of(bounds.Constant)} with one for all"))
            .Because("the loss does not compare each output with its own target, as when a prediction [N, 1] and a target [N] broadcast to [N, N]")
            .ChangeTo("give output and target the same shape before they are compared, for example output.squeeze(1)");

    private static Verdict JudgeOtherRate(SingleBatchRun own, SingleBatchRun other, LossBounds bounds)
    {
        if (other.RateFactor > 1)
        {
            return Verdict.Holds(Memorised(other, bounds))
                .Warn($"at the fixture's own learning rate, {Figures.Of(own.LearningRate)}, it takes more steps than the {own.StepsTaken} that were tried: see whether a larger one trains faster");
        }
        var rate = new LearningObstacle("learning rate", Figures.Of(own.LearningRate), "", "");
        return Fails([own, other], bounds, rate)
            .Because($"the learning rate {Figures.Of(own.LearningRate)} is too high: with {Figures.Of(Rate(other))} the same model memorises the batch")
            .ChangeTo($"lower the learning rate of the optimizer or its schedule towards {Figures.Of(Rate(other))}");
    }

    private static Verdict Fails(List<SingleBatchRun> tried, LossBounds bounds, LearningObstacle? obstacle = null)
    {
        var own = tried[0];
        var reached = own.NonFiniteAt is { } at ? $"the loss is not finite from step {at} on" : $"closed {Share(own, bounds)} of the gap in {own.StepsTaken} steps, and {Figures.Percent(LeastShare)} is the least";
        return Verdict.Fails($"the model did not memorise {Figures.Count(own.Samples, "sample")}: {reached}")
            .At([
                .. obstacle is null ? Array.Empty<Finding>() : [new Finding(obstacle.Location, "", obstacle.Seen)],
                new Finding("loss", "", $"{Figures.Of(own.InitialLoss)} at first, {Figures.Of(own.BestLoss)} at last; best constant output {Figures.Of(bounds.Constant)}, lowest possible {Figures.Of(bounds.Floor)}"),
                .. own.Labels is { } labels ? [new Finding("labels", "", $"{labels.Right} of {labels.Of} right")] : Array.Empty<Finding>(),
                .. tried.Select(run => new Finding($"learning rate {Figures.Of(Rate(run))}", "", run.NonFiniteAt is { } step ? $"not finite from step {step} on" : $"{Share(run, bounds)} closed")),
            ])
            .ExemptBy("[Exempt(\"OverfitsSingleBatch\", \"…\")]");
    }

    private static string Memorised(SingleBatchRun run, LossBounds bounds)
    {
        var labels = run.Labels is { } counted ? $", {counted.Right} of {counted.Of} labels right" : "";
        return $"memorised {Figures.Count(run.Samples, "sample")} in {run.StepsTaken} steps: loss {Figures.Of(run.InitialLoss)} to {Figures.Of(run.BestLoss)}, {Share(run, bounds)} of the way from the best constant output ({Figures.Of(bounds.Constant)}) to the lowest possible loss ({Figures.Of(bounds.Floor)}){labels}";
    }

    private static double Rate(SingleBatchRun run) => run.LearningRate * run.RateFactor;

    private static string Share(SingleBatchRun run, LossBounds bounds) => Figures.Percent(Math.Max(0, run.ShareClosed(bounds)));
}
