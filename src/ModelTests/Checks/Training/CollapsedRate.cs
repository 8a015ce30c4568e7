namespace ModelTests;

/// <summary>
/// Whether a schedule takes the learning rate to nearly nothing before the model has learnt one small batch, as a schedule of epochs does that is
/// stepped in every batch. Warm-ups end high, restarts come back, and a decay that leaves time to learn, however short, is no fault.
/// </summary>
internal static class CollapsedRate
{
    /// <summary>
    /// A share of the largest rate that trains no more: three drops of the usual tenfold step decay. All steps at it together move a parameter by
    /// less than one step at the full rate does, in any run of up to a thousand steps.
    /// </summary>
    private const double Share = 1e-3;

    /// <summary>A schedule that is meant to end within so many steps is one of epochs: fewer batches than this are no training.</summary>
    private const int Early = 50;

    /// <summary>How long the rate must stay down: a period of <see cref="Early"/> steps is over by then, and a restart has come.</summary>
    private const int Watched = 50;

    /// <summary>Null when the rate does not collapse, or collapses after the batch was learnt, or when that cannot be told.</summary>
    public static Verdict? Fault(Evidence evidence)
    {
        if (!evidence.Steps.HasSchedule || evidence.Steps.FirstNonFinite is not null || !evidence.Facts.HasLoss)
            return null;
        var bounds = evidence.LossBounds;
        if (bounds.Unbounded || bounds.NoGap || bounds.ComparesSamples)
            return null;
        var run = evidence.SingleBatch;
        var rates = run.LearningRates;
        var largest = rates.Max();
        // Steps until the rate is down for good; 0 when it never was above 0.
        var high = rates.ToList().FindLastIndex(rate => rate > Share * largest) + 1;
        if (high == 0 || high > Early || rates.Count - high < Watched || run.QuestionMoved || run.ShareClosed(bounds) >= OverfitsSingleBatchAttribute.LeastShare)
            return null;
        return Verdict.Fails($"the learning rate falls from {Figures.Of(largest)} to {Figures.Of(rates[high])} within {Figures.Count(high, "step")} and stays there, before anything is learnt")
            .At(new Finding("learning rate", "", $"{string.Join(", ", rates.Take(3).Select(Figures.Of))}, …; {Figures.Of(rates[^1])} in step {rates.Count}, when {Figures.Percent(Math.Max(0, run.ShareClosed(bounds)))} of the way to the lowest loss on one batch was closed"))
            .Because("the schedule decays in every training step as it should in every epoch, or by too small a factor")
            .ChangeTo("step a schedule of epochs once an epoch, not in TrainStep, or give it the number of steps of the whole training")
            .ExemptBy("[Exempt(\"OptimizerCoversModel\", \"…\")]");
    }
}
