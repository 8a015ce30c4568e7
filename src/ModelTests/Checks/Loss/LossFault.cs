namespace ModelTests;

/// <summary>Something that is wrong with a loss or a metric: what was seen, what it means and what to change.</summary>
internal sealed record LossFault(string Location, string Headline, string Seen, string Cause, string Change)
{
    public string Exempt { get; init; } = "[Exempt(\"LossIsSane\", \"…\")]";

    private const string Loss = "Loss";

    public static LossFault Broadcast { get; } = new(Loss, "the loss compares each output with the targets of all samples",
        "it stays the same when samples exchange their targets, and when they exchange their outputs",
        "the loss does not compare each output with its own target, as when a prediction [N, 1] and a target [N] broadcast to [N, N]: the best output is then the same for every sample",
        "give output and target the same shape before they are compared, for example output.squeeze(1)")
    {
        Exempt = "[LossIsSane(MixesBatch = true)]",
    };

    public static LossFault NoGradient(bool dependsOnOutput) => dependsOnOutput
        ? new(Loss, "the loss has no gradient with respect to the model's outputs", "it changes with the outputs, and its gradient is missing or 0",
            "the loss is cut off from the outputs: detach(), no_grad(), item(), argmax or a comparison between them",
            "compute the loss from the output with differentiable operations only")
        : new(Loss, "the loss does not depend on the model's outputs", "it is the same for all outputs that were tried",
            "the loss is computed from something else than the output that it is given, or is a constant",
            "compute the loss from the output that Loss is given");

    /// <summary>Null when the ladder is as it should be.</summary>
    public static LossFault? In(LossLadder ladder)
    {
        var seen = $"{Figures.Of(ladder.Perfect)} for a perfect prediction, {Figures.Of(ladder.Neutral)} for {(ladder.Kind == AnswerKind.Values ? "the mean" : "no answer")}, {Figures.Of(ladder.Wrong)} for a wrong one";
        if (ladder.IsReversed)
        {
            return new(Loss, "a perfect prediction costs more than a wrong one", seen,
                ladder.FallsWithoutEnd || ladder.Wrong < 0 ? "the loss has the wrong sign: it falls without end as predictions get worse" : "the loss has the wrong sign, or compares with other classes than the targets'",
                "return what is to be minimised: an error, a negative log-likelihood or 1 - score");
        }
        if (ladder.FallsWithoutEnd)
        {
            return new(Loss, "the loss falls without end as right predictions get surer", seen,
                "the loss takes logarithms of probabilities and is given numbers of any size: nll_loss without log_softmax",
                "use cross_entropy on the logits, or log_softmax before nll_loss");
        }
        if (ladder.IsSquashedTwice)
        {
            return new(Loss, "the loss cannot get near 0, however sure and right a prediction is", seen,
                $"the loss has the values of cross entropy on probabilities: a {(ladder.Kind == AnswerKind.Logits ? "softmax" : "sigmoid")} comes before a loss that contains one",
                "give the loss the logits themselves");
        }
        return ladder.SpreadOver is { } size
            ? new(Loss, $"the loss is normalised over {size} entries, and there are {ladder.Classes} classes", seen,
                $"logits that are all equal cost ln {size} = {Figures.Of(Math.Log(size))} and not ln {ladder.Classes} = {Figures.Of(Math.Log(ladder.Classes))}: the softmax runs along another dimension than that of the classes",
                "give softmax or log_softmax the dimension of the classes")
            : null;
    }

    public static LossFault Padding(LossPadding padding, long token) => new(Loss, $"outputs count whose target is the padding token {token}",
        $"{padding.Padded} of {padding.Targets} targets are {token}; other outputs for them change the loss by {Figures.Of(padding.ByPadding)}, other outputs for real targets by {Figures.Of(padding.ByOthers)}",
        "padded positions count in the loss, so that the model learns to predict padding",
        $"pass ignore_index: {token}, or multiply by a mask and divide by its sum");

    public static LossFault WrongWay(LossSlope slope) => new(Loss, "the loss rises along the negative of its gradient",
        $"over {slope.Outputs} single outputs the gradient and the differences of the loss have a cosine of {Figures.Of(slope.Cosine)}",
        "a backward pass of its own has the wrong sign, or what the loss returns is not what it differentiates",
        "compare the backward of the loss's own functions with differences; reverse gradients in the model and not in the loss");

    public static LossFault NonFinite(string outputs, string loss) => new(Loss, "the loss is not finite for outputs that the model can give",
        $"{loss} for {outputs}",
        "a logarithm, a root or a quotient of something that becomes 0 in single precision",
        "use log_softmax, cross_entropy or binary_cross_entropy_with_logits on the logits, or keep the argument away from 0");

    public static LossFault Sum(string divergence) => new(Loss, "the loss is a sum over the samples, and training diverges with it",
        $"a batch and its copy cost twice as much as the batch; {divergence}",
        "the loss, and with it every step, grows with the size of the batch: the learning rate is too high for a sum",
        "use the mean (reduction: Reduction.Mean), or divide the learning rate by the number of samples");

    /// <summary>Null when the metric is as it should be.</summary>
    public static LossFault? In(ProbedMetric metric)
    {
        var seen = $"{Figures.Of(metric.Perfect)} for a perfect prediction, {Figures.Of(metric.Half)} when half of it is right, {Figures.Of(metric.Wrong)} for a wrong one; {(metric.HigherIsBetter ? "higher" : "lower")} is said to be better";
        var location = $"Metrics {metric.Name}";
        if (metric.IsReversed)
        {
            return new(location, $"{metric.Name} is better for a wrong prediction than for a perfect one", seen,
                "the metric says the wrong direction, or computes the opposite of its name",
                $"pass HigherIsBetter: {(metric.HigherIsBetter ? "false" : "true")} to the Metric, or correct its formula");
        }
        return metric.ComparesWithAllTargets
            ? new(location, $"{metric.Name} compares each prediction with the targets of all samples", seen,
                "perfect predictions are no better than one answer for all, and samples can exchange them: a prediction [N, 1] and a target [N] broadcast to [N, N]",
                "give prediction and target the same shape before they are compared")
            : null;
    }
}
