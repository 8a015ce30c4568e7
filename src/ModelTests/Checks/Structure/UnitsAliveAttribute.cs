using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>No trained layer has dead, saturated or identical units, at first or after a few training steps.</summary>
/// <remarks>
/// Half of a layer's units may be dead by chance behind a ReLU. What is reported is a layer whose units are all dead or saturated, more of them than
/// chance explains, many of whose units died in the first training steps, or whose units are all identical.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class UnitsAliveAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "No trained layer has dead, saturated or identical units, at first or after a few training steps.";

    internal override Stage Stage => Stage.Model;

    internal override bool SeesEveryPart => true;

    internal override Verdict Judge(Evidence evidence)
    {
        if (Inapplicable.ToForward(evidence) is { } reason)
            return reason;
        var units = evidence.Units;
        if (units.Trainable == 0)
        {
            return units.IsScript
                ? Verdict.CouldNotTell("TorchScript hides which layers there are; check the model before it is exported")
                : Verdict.DoesNotApply("the model has no trainable fully connected or convolutional layer");
        }
        if (units.Layers.Count == 0)
            return Verdict.CouldNotTell("the outputs have a gradient for none of the layers; see [GradientsReachEveryParameter], and mend that first");
        if (Faults(units) is { Count: > 0 } faults)
            return Fails(units, faults, 0);
        var steps = evidence.Steps;
        if (steps.FirstNonFinite is not null)
            return Verdict.CouldNotTell("all units are alive at first, and training meets values that are not finite; see [NoNonFinite], and mend that first");
        var trained = evidence.UnitsAfterTraining;
        return Faults(trained) is { Count: > 0 } later
            ? Fails(trained, later, steps.Taken.Count)
            : Verdict.Holds($"{Figures.Count(units.Layers.Sum(layer => layer.Units), "unit")} in {Figures.Count(units.Layers.Count, "layer")}, at most {Dead(units)} dead at first and {Dead(trained)} after {Figures.Count(steps.Taken.Count, "training step")}");
    }

    private static List<LayerUnits> Faults(UnitActivity units) => [.. units.Layers.Where(layer => layer.IsDead || layer.IsSaturated || layer.AreIdentical)];

    private static long Dead(UnitActivity units) => units.Layers.Sum(layer => layer.Dead);

    private static Verdict Fails(UnitActivity units, List<LayerUnits> faults, int steps)
    {
        var culprit = faults[0];
        var (cause, change) = culprit switch
        {
            { AreIdentical: true } => ($"the units of {culprit.Path} compute the same value and get the same gradient, so they stay one unit",
                "initialise the weights at random"),
            _ when steps > 0 => ($"training drove the weights of {culprit.Path} to where the activation behind them is 0 or saturated for every sample, so its slope is 0 and nothing can train these units any more; at first they were alive",
                "lower the learning rate, warm it up or clip the gradients"),
            _ => ($"the activation behind {culprit.Path} is 0 or saturated for every sample, so its slope is 0 and nothing can train these units; with other weights they would not be",
                "look at how its weight and bias are initialised: a large negative bias, or weights far too large"),
        };
        return Verdict.Fails($"{faults.Count} of {Figures.Count(units.Layers.Count, "layer")} {(faults.Count == 1 ? "has" : "have")} dead, saturated or identical units{(steps > 0 ? $" after {Figures.Count(steps, "training step")}" : "")}")
            .At(faults.Select(layer => new Finding(layer.Path, Shape.OfSizes(layer.Size), Seen(layer, units.Samples))))
            .Because(cause)
            .ChangeTo(change)
            .ExemptBy("[Exempt(\"UnitsAlive\", \"…\")]");
    }

    private static string Seen(LayerUnits layer, long samples)
    {
        if (layer.AreIdentical)
            return $"all {layer.Units} units are equal";
        return layer.IsDead
            ? $"{Which(layer, layer.Dead)} dead: gradient exactly 0 on {samples} samples{(layer.DeadBefore is { } before ? $"; at most {before} were at first" : "")}"
            : $"{Which(layer, layer.Saturated)} saturated: on {samples} samples less than {Figures.Percent(UnitActivity.Saturated)} of the gradient that other weights would get";
    }

    private static string Which(LayerUnits layer, long count) => count == layer.Units ? $"all {layer.Units} units are" : $"{count} of {layer.Units} units are";
}
