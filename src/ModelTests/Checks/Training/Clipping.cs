namespace ModelTests;

/// <summary>Whether clipping clips, as the gradients tell with which the optimizers step.</summary>
internal static class Clipping
{
    /// <summary>Norms this close are equal: bfloat16, the coarsest type in use, rounds each value to 2^-8 of it.</summary>
    private const double Close = 0.01;

    /// <summary>Norms that clipping sets are equal but for rounding in single precision and the 1e-6 that clip_grad_norm_ adds to a norm.</summary>
    private const double Set = 1e-3;

    /// <summary>
    /// How far past the limit our own gradients must be to prove that something clips, when the norm at the step stays below the limit. Accumulation
    /// divides the loss by the number of batches, seldom more than 16, and averages over batches whose gradients differ.
    /// </summary>
    private const double Proof = 100;

    /// <summary>A gradient that is turned round has a cosine of -1 with ours but for rounding; another loss has some other.</summary>
    private const double TurnedRound = -0.999;

    /// <summary>What is wrong with clipping, or why that cannot be told; null when nothing is.</summary>
    /// <param name="evidence">Of the fixture.</param>
    /// <param name="limit">The declared norm; null when none is.</param>
    public static Verdict? Fault(Evidence evidence, double? limit)
    {
        // The default step does not clip.
        if (limit is null && !evidence.Recipes.DefinesTrainStep)
            return null;
        var finite = evidence.StepGradients.Steps.Where(step => step.IsFinite).ToList();
        foreach (var steps in finite.GroupBy(step => step.Optimizer).Select(group => group.ToList()))
        {
            if ((TooLate(steps) ?? Negative(steps)) is { } fault)
                return fault;
        }
        return limit is { } most ? Declared(finite, most) : null;
    }

    /// <summary>What is known of a declared norm that holds.</summary>
    public static string Told(Evidence evidence, double? limit) => limit is not { } most ? ""
        : $"; gradient norm at most {Figures.Of(most)} in {Figures.Count(evidence.StepGradients.Steps.Count, "optimizer step")}";

    /// <summary>What is left after each step is what the step had, limited to one and the same norm or value: nothing else does that.</summary>
    private static Verdict? TooLate(List<ObservedStep> steps)
    {
        var (scaled, clamped) = (steps.Where(step => step.Change == LaterChange.Scaled).ToList(), steps.Where(step => step.Change == LaterChange.Clamped).ToList());
        if (scaled.Count + steps.Count(step => step.Change == LaterChange.None) == steps.Count && AreOne(scaled.Select(step => step.Left)) && Vary(scaled.Select(step => step.Norm)) && scaled.TrueForAll(step => step.Left < step.Norm))
            return Late(scaled, $"norm {Figures.Of(scaled[0].Norm)} at the optimizer's step, {Figures.Of(scaled[0].Left)} after it");
        if (clamped.Count + steps.Count(step => step.Change == LaterChange.None) == steps.Count && AreOne(clamped.Select(step => step.LeftLargest)))
            return Late(clamped, $"values up to {Figures.Of(clamped[0].LeftLargest)} after the optimizer's step, and above it before");
        return null;
    }

    private static Verdict Late(List<ObservedStep> steps, string text) =>
        Verdict.Fails($"the gradients are clipped after the optimizer has used them, in {Figures.Count(steps.Count, "step")}")
            .At(new Finding("TrainStep", "", text))
            .Because("clipping is called after optimizer.step(), where it changes nothing that matters")
            .ChangeTo("clip between backward and optimizer.step()")
            .ExemptBy("[Exempt(\"OptimizerCoversModel\", \"…\")]");

    /// <summary>One norm in every step, of the opposite sign: clip_grad_norm_ multiplies by max_norm / norm wherever that is below 1, below 0 too.</summary>
    private static Verdict? Negative(List<ObservedStep> steps)
    {
        if (!steps.TrueForAll(step => step.Cosine < TurnedRound) || !AreOne(steps.Select(step => step.Norm)) || !Vary(steps.Select(step => step.Computed ?? 0)))
            return null;
        return Verdict.Fails("the gradients are turned round before the optimizer uses them")
            .At(new Finding("TrainStep", "", $"norm {Figures.Of(steps[0].Norm)} in every step, against the gradient of the loss"))
            .Because($"gradients are clipped to a negative norm: max_norm = {Figures.Of(-steps[0].Norm)} multiplies them by a negative number")
            .ChangeTo("give clip_grad_norm_ a max_norm above 0")
            .ExemptBy("[Exempt(\"OptimizerCoversModel\", \"…\")]");
    }

    private static Verdict? Declared(List<ObservedStep> steps, double limit)
    {
        if (steps.Count == 0)
            return Verdict.CouldNotTell("MaxGradientNorm: no optimizer step with finite gradients was seen; see [WeightsUpdate] and [NoNonFinite], and LBFGS cannot be watched");
        var above = steps.Where(step => step.Norm > limit * (1 + Close)).ToList();
        if (above.Count > 0)
            return Fails(steps, above.MaxBy(step => step.Norm)!, limit, above.Count);
        // Clipped to the limit, or held below it although our own gradients are far past it.
        var unproven = steps.GroupBy(step => step.Optimizer).Where(group => !group.Any(step => step.Norm > limit * (1 - Close) || step.Computed > limit * Proof)).ToList();
        return unproven.Count == 0 ? null
            : Verdict.CouldNotTell($"MaxGradientNorm: the gradients{Of(unproven[0].First(), steps)} never come near a norm of {Figures.Of(limit)}, so that clipping has nothing to do; the largest norm is {Figures.Of(unproven.SelectMany(group => group).Max(step => step.Norm))}");
    }

    private static Verdict Fails(List<ObservedStep> steps, ObservedStep worst, double limit, int count)
    {
        var unclipped = worst.Parameters.Where(parameter => parameter.Norm > 0 && Math.Abs(parameter.Norm - parameter.Computed ?? double.NaN) <= Set * parameter.Norm).OrderByDescending(parameter => parameter.Norm).ToList();
        var clipped = worst.Parameters.Where(parameter => parameter.Norm < (1 - Close) * parameter.Computed).ToList();
        var shortened = steps.Where(step => step.Optimizer == worst.Optimizer && step.Computed > step.Norm * (1 + Close)).Select(step => step.Norm).ToList();
        var verdict = Verdict.Fails($"the gradients{Of(worst, steps)} have a norm of {Figures.Of(worst.Norm)} when the optimizer steps, and at most {Figures.Of(limit)} is declared")
            .ExemptBy("leave MaxGradientNorm out where gradients need not be clipped");
        var step = new Finding("TrainStep", "", $"norm above {Figures.Of(limit)} in {count} of {Figures.Count(steps.Count, "optimizer step")}");
        if (unclipped.Count > 0 && clipped.Count > 0)
        {
            return verdict.At([.. unclipped.Select(parameter => new Finding(parameter.Path, Shape.OfSizes(parameter.Shape), $"norm {Figures.Of(parameter.Norm)}, as backward left it")), step])
                .Because($"{Figures.Count(unclipped.Count, "parameter")} of {worst.Parameters.Count} are not among those that are clipped")
                .ChangeTo("give clip_grad_norm_ all parameters that the optimizer holds, in one call");
        }
        if (AreOne(shortened) && worst.Computed > worst.Norm * (1 + Close))
        {
            return verdict.At(new Finding("TrainStep", "", $"norm {Figures.Of(worst.Norm)} in {Figures.Count(shortened.Count, "step")}"))
                .Because($"gradients are clipped to a norm of {Figures.Of(worst.Norm)}, not {Figures.Of(limit)}")
                .ChangeTo("give clip_grad_norm_ and MaxGradientNorm the same norm");
        }
        return verdict.At(step)
            .Because("nothing clips these gradients between backward and optimizer.step(): clipping is not called, is called before backward, on other parameters or with an infinite norm")
            .ChangeTo("call clip_grad_norm_ with the model's parameters between backward and optimizer.step()");
    }

    private static string Of(ObservedStep step, List<ObservedStep> all) => all.Any(other => other.Optimizer != step.Optimizer) ? $" of optimizer {step.Optimizer}" : "";

    /// <summary>At least two, and all the same.</summary>
    private static bool AreOne(IEnumerable<double> norms)
    {
        var sorted = norms.Order().ToList();
        return sorted.Count > 1 && sorted[0] > 0 && sorted[^1] <= sorted[0] * (1 + Set);
    }

    private static bool Vary(IEnumerable<double> norms)
    {
        var sorted = norms.Order().ToList();
        return sorted[^1] > sorted[0] * (1 + Close);
    }
}
