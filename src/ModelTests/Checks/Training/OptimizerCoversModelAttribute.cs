using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>
/// Every trainable parameter is in the optimizers exactly once, none of theirs is another model's, the learning rate neither runs away nor
/// collapses before anything is learnt, and clipping clips.
/// </summary>
/// <remarks>
/// That clipping comes too late, or turns the gradients round, is told by itself. That it does nothing can only be told when it is declared:
/// set <see cref="MaxGradientNorm"/>.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class OptimizerCoversModelAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>
    /// How much the learning rate may grow over its first value while it still grows in the last step. Warm-ups end at their base rate, and the
    /// one-cycle policy rises to 25 times its first rate by default (L. Smith, arXiv:1708.07120); a factor above 1 in every step passes any bound.
    /// </summary>
    private const double MostGrowth = 100;

    private double? mostNorm;

    /// <inheritdoc/>
    public override string Claim => "Every trainable parameter is in the optimizer exactly once, the learning rate neither runs away nor collapses, and clipping clips.";

    internal override Stage Stage => Stage.TrainingStep;

    /// <summary>
    /// The largest L2 norm that the gradients of an optimizer's parameters, taken together, may have whenever it steps: what
    /// <c>clip_grad_norm_</c> is given. Finite and above 0. Default: infinity, for training that does not clip.
    /// </summary>
    public double MaxGradientNorm { get => mostNorm ?? double.PositiveInfinity; set => mostNorm = value; }

    internal override Verdict Judge(Evidence evidence)
    {
        if (mostNorm is { } limit && !(double.IsFinite(limit) && limit > 0))
        {
            return Verdict.Fails($"MaxGradientNorm is {Figures.Of(limit)}, and it takes a finite norm above 0")
                .ChangeTo("give the max_norm that clip_grad_norm_ is given, or leave MaxGradientNorm out where nothing is clipped");
        }
        var steps = evidence.Steps;
        var trainable = steps.Parameters.Where(parameter => parameter.RequiresGradient).ToList();
        var missing = trainable.Where(parameter => parameter.TimesInOptimizer == 0).ToList();
        if (missing.Count > 0)
            return FailsForMissing(missing, trainable.Count, steps);
        if (steps.Added.Count > 0)
            return FailsForAdded(steps.Added);
        var repeated = trainable.Where(parameter => parameter.TimesInOptimizer > 1).ToList();
        if (repeated.Count > 0)
        {
            return Verdict.Fails($"{repeated.Count} of {Figures.Count(trainable.Count, "parameter")} are in the optimizer more than once")
                .At(repeated.Select(parameter => new Finding(parameter.Path, Shape.OfSizes(parameter.Size), $"{parameter.TimesInOptimizer} times")))
                .Because("each step is applied to it that many times, as with a weight that two layers share and that is listed under both")
                .ChangeTo("give each tensor to one parameter group once; for tied weights compare their memory, not their handles");
        }
        if (steps.LearningRateGrows && GrowingRate(evidence.LearningRate) is { } growing)
            return growing;
        if (CollapsedRate.Fault(evidence) is { } collapsed)
            return collapsed;
        if (Clipping.Fault(evidence, mostNorm) is { } fault)
            return fault;
        var strangers = steps.StrangersInOptimizer > 0 ? $"; {Figures.Count(steps.StrangersInOptimizer, "parameter")} of the optimizer's belong to something else" : "";
        return Verdict.Holds($"{Figures.Count(trainable.Count, "trainable parameter")}, each in the optimizer once{strangers}{Clipping.Told(evidence, mostNorm)}");
    }

    private static Verdict FailsForMissing(List<ParameterHistory> missing, int trainable, TrainingSteps steps)
    {
        var verdict = Verdict.Fails($"the optimizer holds {trainable - missing.Count} of the model's {Figures.Count(trainable, "trainable parameter")}")
            .At([new Finding("optimizer", "", steps.StrangersInOptimizer > 0 ? $"{Figures.Count(steps.StrangersInOptimizer, "parameter")} that are not the model's" : $"{missing.Count} missing"),
                .. missing.Select(parameter => new Finding(parameter.Path, Shape.OfSizes(parameter.Size), "not in the optimizer"))]);
        return steps.StrangersInOptimizer > 0
            ? verdict.Because("the optimizer was built for another instance, or before a layer was replaced or the model was moved or converted")
                .ChangeTo("create the optimizer from the model that is trained, after everything that replaces its parameters")
            : verdict.Because("these parameters were not passed to the optimizer")
                .ChangeTo("pass them, or freeze them with requires_grad = false if they are not to be trained");
    }

    private static Verdict FailsForAdded(IReadOnlyList<AddedParameter> added) =>
        Verdict.Fails($"the model gained {Figures.Count(added.Count, "trainable parameter")} in its first training step, and the optimizer does not hold {(added.Count == 1 ? "it" : "them")}")
            .At([new Finding("optimizer", "", $"{added.Count} missing after the first step"),
                .. added.Select(parameter => new Finding(parameter.Path, Shape.OfSizes(parameter.Size), "made in the first step, not in the optimizer"))])
            .Because("the forward call makes a layer at its first run, after the optimizer was built, so that nothing ever trains it")
            .ChangeTo("make every layer in the model's constructor, or call the model once before the optimizer is created");

    private static Verdict? GrowingRate(LearningRateRun run)
    {
        var (rates, first) = (run.Rates, Math.Max(run.Rates[0], run.Base));
        if (rates[^1] <= MostGrowth * first)
            return null;
        return Verdict.Fails($"the learning rate grows from {Figures.Of(rates[0])} to {Figures.Of(rates[^1])} in {Figures.Count(rates.Count - 1, "step")}, and goes on growing")
            .At(new Finding("learning rate", "", $"times {Figures.Of(rates[^1] / rates[^2])} in the last step"))
            .Because("the schedule multiplies the learning rate by a factor above 1")
            .ChangeTo("give the schedule a factor below 1, or look at the order of its milestones")
            .ExemptBy("[Exempt(\"OptimizerCoversModel\", \"…\")]");
    }
}
