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

    /// <summary>Parameters that need not move, as path patterns: "head.bias", "backbone.**". Needs <see cref="CheckAttribute.Because"/>.</summary>
    public string? Except { get; set; }

    internal override Verdict Judge(Evidence evidence)
    {
        var steps = evidence.Steps;
        var trainable = steps.Parameters.Where(parameter => parameter.RequiresGradient).ToList();
        var still = Stillness.Of(evidence, trainable);
        if (Except is not null)
        {
            if (ExceptionProblem(trainable, still) is { } problem)
                return problem;
            var pattern = new PathPattern(Except);
            still = [.. still.Where(entry => !pattern.Matches(entry.Parameter.Path))];
        }
        return still.Count == 0 ? Verdict.Holds(Moved(steps, trainable)) : Fails(evidence, steps, trainable, still);
    }

    private static string Moved(TrainingSteps steps, List<ParameterHistory> trainable)
    {
        var frozen = steps.Parameters.Count - trainable.Count;
        return $"{Figures.Count(trainable.Count, "parameter")} moved in {Figures.Count(steps.Taken.Count, "training step")}" + (frozen > 0 ? $"; {frozen} frozen ones left out" : "");
    }

    /// <summary>An exemption needs a reason, must match something, and fails when it is no longer needed.</summary>
    private Verdict? ExceptionProblem(List<ParameterHistory> trainable, List<StillParameter> still)
    {
        if (string.IsNullOrWhiteSpace(Because))
            return Verdict.Fails($"Except = \"{Except}\" has no reason").ChangeTo("add Because = \"why these parameters need not move\"");
        var pattern = new PathPattern(Except!);
        var matched = trainable.Where(parameter => pattern.Matches(parameter.Path)).ToList();
        if (matched.Count == 0)
        {
            return Verdict.Fails($"Except = \"{Except}\" matches none of the {trainable.Count} trainable parameters")
                .At(trainable.Select(parameter => new Finding(parameter.Path, Shape.OfSizes(parameter.Size), "")))
                .ChangeTo("correct the pattern, or remove it if the parameter is gone or frozen");
        }
        if (!still.Any(entry => pattern.Matches(entry.Parameter.Path)))
        {
            return Verdict.Fails($"the exemption Except = \"{Except}\" is no longer needed: {Figures.Count(matched.Count, "parameter")} that it names moved")
                .At(matched.Select(parameter => new Finding(parameter.Path, Shape.OfSizes(parameter.Size), $"moved in step {parameter.MovedAt}")))
                .ChangeTo("remove Except and Because");
        }
        return null;
    }

    private static Verdict Fails(Evidence evidence, TrainingSteps steps, List<ParameterHistory> trainable, List<StillParameter> still)
    {
        var reason = still.GroupBy(entry => entry.Reason).OrderBy(group => group.Key).First().Key;
        var worst = still.Where(entry => entry.Reason == reason).ToList();
        var (cause, change) = Stillness.Explain(evidence, steps, reason, worst, trainable);
        var owners = worst.Select(entry => entry.Parameter.Owner).Distinct().ToList();
        var pattern = owners is [{ Length: > 0 } owner] && trainable.Where(parameter => parameter.Owner == owner).All(parameter => worst.Any(entry => entry.Parameter == parameter))
            ? $"{owner}.**"
            : string.Join(", ", worst.Take(3).Select(entry => entry.Parameter.Path));
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
