using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>No trained layer begins with dead, saturated or identical units.</summary>
/// <remarks>
/// Half of a layer's units may be dead by chance behind a ReLU. What is reported is a layer whose units are all dead, more of them than
/// chance explains, or all identical.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class UnitsAliveAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "No trained layer begins with dead, saturated or identical units.";

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
        var faults = units.Layers.Where(layer => layer.IsDead || layer.AreIdentical).ToList();
        return faults.Count > 0
            ? Fails(units, faults)
            : Verdict.Holds($"{Figures.Count(units.Layers.Sum(layer => layer.Units), "unit")} in {Figures.Count(units.Layers.Count, "layer")}, {units.Layers.Sum(layer => layer.Dead)} dead");
    }

    private static Verdict Fails(UnitActivity units, List<LayerUnits> faults)
    {
        var culprit = faults[0];
        var (cause, change) = culprit.IsDead
            ? ($"the activation behind {culprit.Path} is 0 or saturated for every sample, so its slope is 0 and nothing can train these units; with other weights they would not be",
                "look at how its weight and bias are initialised: a large negative bias, or weights far too large")
            : ($"the units of {culprit.Path} compute the same value and get the same gradient, so they stay one unit",
                "initialise the weights at random");
        return Verdict.Fails($"{faults.Count} of {Figures.Count(units.Layers.Count, "layer")} {(faults.Count == 1 ? "has" : "have")} dead or identical units")
            .At(faults.Select(layer => new Finding(layer.Path, Shape.OfSizes(layer.Size), Seen(layer, units.Samples))))
            .Because(cause)
            .ChangeTo(change)
            .ExemptBy("[Exempt(\"UnitsAlive\", \"…\")]");
    }

    private static string Seen(LayerUnits layer, long samples)
    {
        if (!layer.IsDead)
            return $"all {layer.Units} units are equal";
        var which = layer.Dead == layer.Units ? $"all {layer.Units} units are" : $"{layer.Dead} of {layer.Units} units are";
        return $"{which} dead: gradient exactly 0 on {samples} samples";
    }
}
