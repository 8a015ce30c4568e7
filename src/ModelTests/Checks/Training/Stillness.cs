namespace ModelTests;

/// <summary>Why a parameter did not move, the most fundamental reason first.</summary>
internal enum StillReason
{
    NonFinite,
    NotInOptimizer,
    NoGradient,
    ClearedGradient,
    ZeroGradient,
    MovedWithoutGradient,
    ZeroLearningRate,
    StepNotTaken,
    UpdateTooSmall,
}

/// <summary>A parameter that training did not move, and why.</summary>
internal sealed record StillParameter(ParameterHistory Parameter, StillReason Reason, string Text);

/// <summary>Tells apart why parameters stand still, and puts it into words.</summary>
internal static class Stillness
{
    public static List<StillParameter> Of(Evidence evidence, List<ParameterHistory> trainable)
    {
        var suspects = trainable.Where(parameter => !parameter.Moved || parameter.LargestGradient == 0).ToList();
        if (suspects.Count == 0)
            return [];
        var typical = IdlePart.Typical(trainable);
        return [.. suspects
            .Select(parameter => Reason(parameter, evidence, trainable, typical))
            .Where(still => still is not null).Select(still => still!)];
    }

    private static StillParameter? Reason(ParameterHistory parameter, Evidence evidence, List<ParameterHistory> trainable, double typical)
    {
        if (parameter.NonFiniteValue is not null || parameter.NonFiniteGradient is not null)
            return new(parameter, StillReason.NonFinite, parameter.NonFiniteGradient is { } bad ? $"gradient: {bad}" : $"values: {parameter.NonFiniteValue}");
        var fresh = evidence.FreshGradients.Largest(parameter.Path);
        var reached = parameter.LargestGradient > 0 || fresh > 0;
        if (parameter.Moved)
        {
            // A step that clears its gradients at its end leaves none to be seen: fresh passes decide, and where the fixture has no loss, the movement does.
            return reached || !evidence.Facts.HasLoss || evidence.OpenedGradients.Largest(parameter.Path) > 0 || IdlePart.Is(parameter, trainable, typical)
                || evidence.OtherInitialWeights.Reached.Contains(parameter.Path) ? null
                : new(parameter, StillReason.MovedWithoutGradient, "moved, but no gradient reaches it: weight decay or momentum moves it");
        }
        if (parameter.TimesInOptimizer == 0)
            return new(parameter, StillReason.NotInOptimizer, "not in the optimizer");
        if (!reached)
        {
            // No sample was routed to this expert, or chance made the layer dead: from other initial weights there is a gradient.
            if (IdlePart.Is(parameter, trainable, typical) || evidence.OtherInitialWeights.Reached.Contains(parameter.Path))
                return null;
            return fresh is null && !parameter.HadGradient
                ? new(parameter, StillReason.NoGradient, "no gradient")
                : new(parameter, StillReason.ZeroGradient, "gradient exactly 0");
        }
        if (parameter.LearningRate == 0)
            return new(parameter, StillReason.ZeroLearningRate, "learning rate 0");
        // What a step leaves behind may come from another optimizer's backward pass (a generator's loss goes through the critic).
        if (fresh is null && IdlePart.Is(parameter, trainable, typical))
            return null;
        if (parameter.LargestGradient == 0)
            return new(parameter, StillReason.ClearedGradient, $"gradient {Figures.Of(fresh ?? 0)} after backward, 0 when the optimizer sees it");
        if (parameter.LargestGradient < IdlePart.NumericalZero * typical && IdlePart.Is(parameter, trainable, typical))
            return null;
        return parameter.LargestGradient * parameter.LearningRate < parameter.LargestValue * 1e-7
            ? new(parameter, StillReason.UpdateTooSmall, $"gradient {Figures.Of(parameter.LargestGradient)} times learning rate {Figures.Of(parameter.LearningRate)} is lost in rounding")
            : new(parameter, StillReason.StepNotTaken, $"gradient {Figures.Of(parameter.LargestGradient)}, learning rate {Figures.Of(parameter.LearningRate)}, and yet no change");
    }

    /// <summary>What is to blame when no parameter at all moves, all for one reason: then it is no single layer. Null when the reason names none.</summary>
    public static Finding? Setting(TrainingSteps steps, StillReason reason) => reason switch
    {
        StillReason.NonFinite when OfData(steps) is { } data => new(steps.FirstNonFinite!.BatchRead ?? "data", "", $"{data.What}: {data.Found}"),
        StillReason.NotInOptimizer => new("optimizer", "", "holds none of the model's trainable parameters" + (steps.StrangersInOptimizer > 0 ? $", and {steps.StrangersInOptimizer} others" : "")),
        StillReason.ClearedGradient => new("TrainStep", "", "every gradient is 0 when the optimizer sees it"),
        StillReason.ZeroLearningRate => new("learning rate", "", "0 in every step"),
        StillReason.StepNotTaken => new("TrainStep", "", "gradients are there, and the optimizer changes nothing"),
        _ => null,
    };

    private static Sighting? OfData(TrainingSteps steps) => steps.FirstNonFinite?.NonFinite.FirstOrDefault(sighting => sighting.IsOfData);

    public static (string Cause, string Change) Explain(Evidence evidence, TrainingSteps steps, StillReason reason, List<StillParameter> worst, List<ParameterHistory> trainable)
    {
        var stuck = worst.Select(entry => entry.Parameter).ToList();
        var modules = GraphCut.Modules(stuck);
        var all = worst.Count == trainable.Count;
        return reason switch
        {
            StillReason.NonFinite when OfData(steps) is not null => ("gradients are not finite, because the data is not", "drop these samples or fill the values in where the data is read"),
            StillReason.NonFinite => ("gradients or values are not finite, so no update is one", "see [NoNonFinite], which names where they come from"),
            StillReason.NotInOptimizer when steps.StrangersInOptimizer > 0 => (
                $"the optimizer holds {Figures.Count(steps.StrangersInOptimizer, "parameter")} that the model does not have: it was built for another instance, or before a layer was replaced or the model moved",
                "create the optimizer in CreateOptimizer from the model that is passed in, after everything that replaces its parameters"),
            StillReason.NotInOptimizer => ($"{modules} is not among the parameters that the optimizer was given", "pass every trainable parameter to the optimizer, or freeze the rest with requires_grad = false"),
            StillReason.NoGradient => GraphCut.Explain(evidence, stuck),
            StillReason.ClearedGradient => ("the gradients are cleared between backward and the optimizer's step: zero_grad after backward, or clipping to a norm of 0", "call zero_grad before backward, and clip to a norm above 0"),
            StillReason.ZeroGradient => GraphCut.ExplainZero(evidence, stuck),
            StillReason.MovedWithoutGradient => GraphCut.Explain(evidence, stuck),
            StillReason.ZeroLearningRate => ("the learning rate is 0 in every step", "give the parameter group a learning rate above 0, or shorten the warm-up"),
            StillReason.StepNotTaken => (all ? "gradients are there, but the optimizer's step never changes a parameter: it is not called, or works on other tensors" : $"gradients reach {modules}, but the optimizer does not apply them", "call optimizer.step() in every training step, after backward"),
            _ => ("the update is smaller than the rounding of the values", "raise the learning rate"),
        };
    }
}
