using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The training step moves every trainable parameter.</summary>
/// <remarks>
/// A parameter has moved when its values are others than at the start and finite, and the loss gives it a gradient: weight decay and
/// momentum move a parameter that the loss does not reach. Frozen parameters are left out.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class WeightsUpdateAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "The training step moves every trainable parameter.";

    internal override Stage Stage => Stage.TrainingStep;

    internal override bool SeesEveryPart => true;

    /// <summary>Parameters that need not move, as path patterns: "head.bias", "backbone.**". Needs <see cref="CheckAttribute.Because"/>.</summary>
    public string? Except { get; set; }

    internal override Verdict Judge(Evidence evidence)
    {
        var steps = evidence.Steps;
        var trainable = steps.Parameters.Where(parameter => parameter.RequiresGradient).ToList();
        var still = Stillness.Of(evidence, trainable);
        if (Except is not null)
        {
            var exemption = new ParameterExemption(Except, Because, "move");
            if (exemption.Problem(trainable, still.Select(entry => entry.Parameter), parameter => $"moved in step {parameter.MovedAt}") is { } problem)
                return problem;
            still = [.. still.Where(entry => !exemption.Covers(entry.Parameter))];
        }
        return still.Count == 0 ? Verdict.Holds(Moved(steps, trainable)) : Fails(evidence, steps, trainable, still);
    }

    private static string Moved(TrainingSteps steps, List<ParameterHistory> trainable)
    {
        var frozen = steps.Parameters.Count - trainable.Count;
        var moved = trainable.Count(parameter => parameter.Moved);
        var which = moved == trainable.Count ? "" : $"{moved} of ";
        return $"{which}{Figures.Count(trainable.Count, "parameter")} moved in {Figures.Count(steps.Taken.Count, "training step")}" + (moved == trainable.Count ? "" : ", and the others have no part in what these samples make of these weights") + (frozen > 0 ? $"; {frozen} frozen ones left out" : "");
    }

    private static Verdict Fails(Evidence evidence, TrainingSteps steps, List<ParameterHistory> trainable, List<StillParameter> still)
    {
        var reason = still.GroupBy(entry => entry.Reason).OrderBy(group => group.Key).First().Key;
        var worst = still.Where(entry => entry.Reason == reason).ToList();
        var (cause, change) = Stillness.Explain(evidence, steps, reason, worst, trainable);
        var pattern = ParameterExemption.Suggestion([.. worst.Select(entry => entry.Parameter)], trainable);
        var setting = worst.Count == trainable.Count ? Stillness.Setting(steps, reason) : null;
        return Verdict.Fails($"{still.Count} of {Figures.Count(trainable.Count, "parameter")} did not move in {Figures.Count(steps.Taken.Count, "training step")}")
            .At([
                .. setting is null ? Array.Empty<Finding>() : [setting],
                .. worst.Concat(still.Except(worst)).Select(entry => new Finding(entry.Parameter.Path, Shape.OfSizes(entry.Parameter.Size), entry.Text)),
            ])
            .Because(cause)
            .ChangeTo(change)
            .ExemptBy($"[WeightsUpdate(Except = \"{pattern}\", Because = \"…\")]");
    }
}
