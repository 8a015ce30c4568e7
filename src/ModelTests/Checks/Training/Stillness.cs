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
    /// <summary>
    /// A gradient this much smaller than the median parameter's is rounding: a bias before a normalisation layer and the bias of attention
    /// keys cannot change the output, and single precision leaves about 1e-7 of what cancels there.
    /// </summary>
    private const double NumericalZero = 1e-5;

    public static List<StillParameter> Of(Evidence evidence, List<ParameterHistory> trainable)
    {
        var suspects = trainable.Where(parameter => !parameter.Moved || parameter.LargestGradient == 0).ToList();
        if (suspects.Count == 0)
            return [];
        var gradients = evidence.FreshGradients;
        var typical = Median(trainable.Select(parameter => parameter.LargestGradient).Where(largest => largest > 0));
        return [.. suspects
            .Select(parameter => Reason(parameter, gradients, evidence.Facts.HasLoss, trainable, typical))
            .Where(still => still is not null).Select(still => still!)];
    }

    private static StillParameter? Reason(ParameterHistory parameter, FreshGradients gradients, bool hasLoss, List<ParameterHistory> trainable, double typical)
    {
        if (parameter.NonFiniteValue is not null || parameter.NonFiniteGradient is not null)
            return new(parameter, StillReason.NonFinite, parameter.NonFiniteGradient is { } bad ? $"gradient: {bad}" : $"values: {parameter.NonFiniteValue}");
        var fresh = gradients.Largest(parameter.Path);
        var reached = parameter.LargestGradient > 0 || fresh > 0;
        if (parameter.Moved)
        {
            // A step that clears its gradients at its end leaves none to be seen: the fresh pass decides, and where the fixture has no loss, the movement does.
            return reached || !hasLoss || IsIdlePart(parameter, trainable, typical) ? null
                : new(parameter, StillReason.MovedWithoutGradient, "moved, but no gradient reaches it: weight decay or momentum moves it");
        }
        if (parameter.TimesInOptimizer == 0)
            return new(parameter, StillReason.NotInOptimizer, "not in the optimizer");
        if (!reached)
        {
            if (IsIdlePart(parameter, trainable, typical))
                return null;
            return fresh is null && !parameter.HadGradient
                ? new(parameter, StillReason.NoGradient, "no gradient")
                : new(parameter, StillReason.ZeroGradient, "gradient exactly 0");
        }
        if (parameter.LearningRate == 0)
            return new(parameter, StillReason.ZeroLearningRate, "learning rate 0");
        // What a step leaves behind may come from another optimizer's backward pass (a generator's loss goes through the critic).
        if (fresh is null && IsIdlePart(parameter, trainable, typical))
            return null;
        if (parameter.LargestGradient == 0)
            return new(parameter, StillReason.ClearedGradient, $"gradient {Figures.Of(fresh ?? 0)} after backward, 0 when the optimizer sees it");
        if (parameter.LargestGradient < NumericalZero * typical && IsIdlePart(parameter, trainable, typical))
            return null;
        return parameter.LargestGradient * parameter.LearningRate < parameter.LargestValue * 1e-7
            ? new(parameter, StillReason.UpdateTooSmall, $"gradient {Figures.Of(parameter.LargestGradient)} times learning rate {Figures.Of(parameter.LearningRate)} is lost in rounding")
            : new(parameter, StillReason.StepNotTaken, $"gradient {Figures.Of(parameter.LargestGradient)}, learning rate {Figures.Of(parameter.LearningRate)}, and yet no change");
    }

    /// <summary>
    /// Part of a module that is otherwise trained, and of a kind that can be idle in a healthy model: a bias that something behind it
    /// cancels, or the hidden-to-hidden weights of a recurrent layer on sequences of length 1.
    /// </summary>
    private static bool IsIdlePart(ParameterHistory parameter, List<ParameterHistory> trainable, double typical)
    {
        var name = parameter.Path[(parameter.Path.LastIndexOf('.') + 1)..];
        return trainable.Any(other => other != parameter && other.Owner == parameter.Owner && other.Moved && other.LargestGradient > NumericalZero * typical)
            && (parameter.Size.Count == 1 || name.StartsWith("weight_hh", StringComparison.Ordinal));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }

    /// <summary>What is to blame when no parameter at all moves, all for one reason: then it is no single layer. Null when the reason names none.</summary>
    public static Finding? Setting(TrainingSteps steps, StillReason reason) => reason switch
    {
        StillReason.NotInOptimizer => new("optimizer", "", "holds none of the model's trainable parameters" + (steps.StrangersInOptimizer > 0 ? $", and {steps.StrangersInOptimizer} others" : "")),
        StillReason.ClearedGradient => new("TrainStep", "", "every gradient is 0 when the optimizer sees it"),
        StillReason.ZeroLearningRate => new("learning rate", "", "0 in every step"),
        StillReason.StepNotTaken => new("TrainStep", "", "gradients are there, and the optimizer changes nothing"),
        _ => null,
    };

    public static (string Cause, string Change) Explain(Evidence evidence, TrainingSteps steps, StillReason reason, List<StillParameter> worst, List<ParameterHistory> trainable)
    {
        var modules = Modules(worst);
        var all = worst.Count == trainable.Count;
        return reason switch
        {
            StillReason.NonFinite => ("gradients or values are not finite, so no update is one", "see [NoNonFinite], which names where they come from"),
            StillReason.NotInOptimizer when steps.StrangersInOptimizer > 0 => (
                $"the optimizer holds {Figures.Count(steps.StrangersInOptimizer, "parameter")} that the model does not have: it was built for another instance, or before a layer was replaced or the model moved",
                "create the optimizer in CreateOptimizer from the model that is passed in, after everything that replaces its parameters"),
            StillReason.NotInOptimizer => ($"{modules} is not among the parameters that the optimizer was given", "pass every trainable parameter to the optimizer, or freeze the rest with requires_grad = false"),
            StillReason.NoGradient => ExplainNoGradient(evidence, worst, modules),
            StillReason.ClearedGradient => ("the gradients are cleared between backward and the optimizer's step: zero_grad after backward, or clipping to a norm of 0", "call zero_grad before backward, and clip to a norm above 0"),
            StillReason.ZeroGradient => ($"the gradient of {modules} is exactly 0 in every step: what it computes is multiplied by 0, cut off by a saturated or dead activation, or lost in dropout with p = 1", "look at what lies between it and the loss"),
            StillReason.MovedWithoutGradient => ExplainNoGradient(evidence, worst, modules),
            StillReason.ZeroLearningRate => ("the learning rate is 0 in every step", "give the parameter group a learning rate above 0, or shorten the warm-up"),
            StillReason.StepNotTaken => (all ? "gradients are there, but the optimizer's step never changes a parameter: it is not called, or works on other tensors" : $"gradients reach {modules}, but the optimizer does not apply them", "call optimizer.step() in every training step, after backward"),
            _ => ("the update is smaller than the rounding of the values", "raise the learning rate"),
        };
    }

    private static (string Cause, string Change) ExplainNoGradient(Evidence evidence, List<StillParameter> worst, string modules)
    {
        var used = evidence.UseOf([.. worst.Select(entry => entry.Parameter.Path)]).Used;
        return used.Count == 0
            ? ($"{modules} is registered but forward() does not use it: changing its values changes no output", $"use {modules} in forward, or remove it")
            : ($"forward() uses {modules}, but the graph is cut between it and the loss: its values change the output, and no gradient comes back", "look for detach(), no_grad(), .data, argmax or a tensor rebuilt from numbers on the way to the loss");
    }

    private static string Modules(List<StillParameter> worst)
    {
        var owners = worst.Select(entry => entry.Parameter.Owner.Length > 0 ? entry.Parameter.Owner : entry.Parameter.Path).Distinct().ToList();
        return owners.Count <= 3 ? string.Join(", ", owners) : $"{string.Join(", ", owners.Take(3))} and {owners.Count - 3} more";
    }
}
