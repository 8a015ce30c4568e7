using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>After a backward pass every trainable parameter has a finite gradient that is not zero.</summary>
/// <remarks>This is about the model and its loss; <see cref="WeightsUpdateAttribute"/> is about what the training step does with the gradients.</remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class GradientsReachEveryParameterAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "After backward every trainable parameter has a finite, non-zero gradient.";

    internal override Stage Stage => Stage.Model;

    internal override bool SeesEveryPart => true;

    /// <summary>Parameters that need no gradient, as path patterns: "head.bias", "backbone.**". Needs <see cref="CheckAttribute.Because"/>.</summary>
    public string? Except { get; set; }

    internal override Verdict Judge(Evidence evidence)
    {
        var trainable = evidence.Steps.Parameters.Where(parameter => parameter.RequiresGradient).ToList();
        if (!evidence.Facts.HasLoss && trainable.All(parameter => !parameter.HadGradient || parameter.LargestGradient == 0))
            return Verdict.CouldNotTell("the training step leaves no gradients and the fixture has no Loss; override Loss, or clear gradients at the step's beginning");
        var unreached = UnreachedParameter.In(evidence);
        if (Except is not null)
        {
            var exemption = new ParameterExemption(Except, Because, "have a gradient");
            if (exemption.Problem(trainable, unreached.Select(entry => entry.Parameter), _ => "has a gradient") is { } problem)
                return problem;
            unreached = [.. unreached.Where(entry => !exemption.Covers(entry.Parameter))];
        }
        var frozen = evidence.Steps.Parameters.Count - trainable.Count;
        var idle = trainable.Count(parameter => parameter.LargestGradient == 0 && !parameter.Moved && !(evidence.FreshGradients.Largest(parameter.Path) > 0));
        return unreached.Count == 0
            ? Verdict.Holds($"{Figures.Count(trainable.Count - idle, "parameter has", "parameters have")} a gradient" + (idle > 0 ? $"; {idle} more have no part in what these samples make of these weights" : "") + (frozen > 0 ? $"; {frozen} frozen ones left out" : ""))
            : Fails(evidence, trainable, unreached);
    }

    private static Verdict Fails(Evidence evidence, List<ParameterHistory> trainable, List<UnreachedParameter> unreached)
    {
        var fault = unreached.Min(entry => entry.Fault);
        var worst = unreached.Where(entry => entry.Fault == fault).ToList();
        var parameters = worst.Select(entry => entry.Parameter).ToList();
        var (cause, change) = fault switch
        {
            GradientFault.NonFinite => ("the backward pass meets a value that is not finite", "see [NoNonFinite], which names where it comes from"),
            GradientFault.None => GraphCut.Explain(evidence, parameters),
            _ => GraphCut.ExplainZero(evidence, parameters),
        };
        return Verdict.Fails($"{unreached.Count} of {Figures.Count(trainable.Count, "parameter")} got no finite gradient other than 0")
            .At(worst.Concat(unreached.Except(worst)).Select(entry => new Finding(entry.Parameter.Path, Shape.OfSizes(entry.Parameter.Size), entry.Text)))
            .Because(cause)
            .ChangeTo(change)
            .ExemptBy($"[GradientsReachEveryParameter(Except = \"{ParameterExemption.Suggestion(parameters, trainable)}\", Because = \"…\")]");
    }
}
