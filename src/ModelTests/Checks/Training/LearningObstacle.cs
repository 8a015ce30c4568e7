namespace ModelTests;

/// <summary>Why a model may fail to memorise a batch: where it is, what was seen, what it means and what to change.</summary>
internal sealed record LearningObstacle(string Location, string Seen, string Cause, string Change)
{
    /// <summary>How far past a bound the best outputs must lie, relative to their size, for the bound to matter.</summary>
    private const double Beyond = 0.05;

    /// <summary>The obstacles that the evidence shows, the most fundamental first.</summary>
    public static IEnumerable<LearningObstacle> In(Evidence evidence)
    {
        var run = evidence.SingleBatch;
        var layers = evidence.Layers;
        var trainable = evidence.Steps.Parameters.Where(parameter => parameter.RequiresGradient).ToList();
        var still = Stillness.Of(evidence, trainable);
        if (still.Count == trainable.Count && still.Select(entry => entry.Reason).Distinct().ToList() is [var reason] && Stillness.Setting(evidence.Steps, reason) is { } setting)
        {
            var (cause, change) = Stillness.Explain(evidence, evidence.Steps, reason, still, trainable);
            yield return new(setting.Location, setting.Text, cause, change);
        }
        if (layers.SameRows.Count > 0)
            yield return new(layers.SameRows[0], "all rows are equal", $"the units of {layers.SameRows[0]} compute the same value and get the same gradient, so they stay one unit", "initialise the weights at random");
        foreach (var (parameter, _, seen) in UnreachedParameter.In(evidence))
        {
            yield return new(parameter.Path, seen, $"no gradient reaches {parameter.Path}, so what lies before it cannot learn",
                "look for detach(), no_grad(), a multiplication by 0 or a dead activation between it and the loss");
        }
        if (trainable.FirstOrDefault(parameter => parameter.TimesInOptimizer == 0) is { } left)
            yield return new(left.Path, "not in the optimizer", "the optimizer does not hold the model's parameters", "create the optimizer from the model that is passed to CreateOptimizer");
        if (evidence.HeavyDropout.Layers.Count > 0)
        {
            var (path, probability) = evidence.HeavyDropout.Layers[0];
            yield return new(path, $"p = {Figures.Of(probability)}: {Figures.Percent(1 - probability)} of the values are left, each multiplied by {Figures.Of(1 / (1 - probability))}", $"{path} drops nearly everything in training, so that hardly anything of a sample reaches the loss", "lower its probability p; it is the share that is dropped, not the share that is kept");
        }
        if (evidence.WeightDecays.Strongest is { Dominates: true } decay)
            yield return new("weight decay", decay.Seen, DecayPull.Cause, DecayPull.Change);
        if (run.Outputs is { SameForAllSamples: true })
            yield return new(layers.Last, "the output is the same for every sample", "the output does not depend on the input", "follow the input through forward: a variable may be mixed up, multiplied by 0 or dropped entirely");
        if (!evidence.Linearity.IsAffine && !evidence.LossBounds.ComparesSamples && run.Outputs is { } outputs && evidence.LossBounds.BestOutputs is { } best && Bounded(outputs, best, evidence.PushedOutputs) is { } bound)
        {
            yield return new(layers.Last, bound, $"the last operation of the model, after or in {layers.Last}, keeps the output within bounds that the loss wants exceeded",
                "remove the activation after the last layer, or use the loss that belongs to it (cross entropy takes logits, not probabilities)");
        }
        if (Vanishing(evidence) is { } vanishing)
            yield return vanishing;
    }

    /// <summary>A bound must hold for large parameters, too: outputs that are small because little was learnt are not bounded.</summary>
    private static string? Bounded(OutputRange outputs, (double Least, double Largest) best, PushedOutputs pushed)
    {
        var margin = Beyond * (best.Largest - best.Least);
        var (below, above) = (best.Least < outputs.Least - margin, best.Largest > outputs.Largest + margin);
        if (outputs.DistributionAlong is { } dimension && (below || above))
            return $"the output sums to 1 along dimension {dimension}, and the best outputs reach from {Figures.Of(best.Least)} to {Figures.Of(best.Largest)}";
        if (outputs.Least >= 0 && pushed.Least >= 0 && below)
            return $"the output is never below {Figures.Of(outputs.Least)}, and the best outputs go down to {Figures.Of(best.Least)}";
        return outputs.Largest <= 1 && outputs.Least >= -1 && pushed.Largest <= 1 && pushed.Least >= -1 && (below || above)
            ? $"the output stays within [{Figures.Of(outputs.Least)}, {Figures.Of(outputs.Largest)}], and the best outputs reach from {Figures.Of(best.Least)} to {Figures.Of(best.Largest)}"
            : null;
    }

    private static LearningObstacle? Vanishing(Evidence evidence)
    {
        var profile = GradientProfile.Of(evidence);
        if (!profile.Vanishes)
            return null;
        var (least, most) = (profile.Weights.MinBy(weight => weight.Size), profile.Weights.MaxBy(weight => weight.Size));
        return new(least.Path,
            $"gradient {Figures.Of(least.Size)}, and {Figures.Of(most.Size)} at {most.Path}",
            $"the gradient vanishes on its way to {least.Path}",
            "use activations that do not saturate, normalisation, residual connections or an initialisation scaled to the width");
    }
}
