using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Gradients neither vanish nor explode with depth.</summary>
/// <remarks>The root mean squares of the weights' gradients early in training are compared between the first and the last third of the layers.</remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class GradientsWellScaledAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "Gradients neither vanish nor explode with depth.";

    internal override Stage Stage => Stage.Model;

    internal override bool SeesEveryPart => true;

    internal override Verdict Judge(Evidence evidence)
    {
        var profile = GradientProfile.Of(evidence);
        if (evidence.Steps.FirstNonFinite is not null || profile.Weights.Any(weight => !double.IsFinite(weight.Size)))
            return Verdict.CouldNotTell("training meets values that are not finite; see [NoNonFinite], and mend that first");
        if (profile.Weights.Count < 2)
            return Verdict.DoesNotApply($"{Figures.Count(profile.Weights.Count, "trainable weight has", "trainable weights have")} a gradient, and the check compares several");
        if (profile.Vanishes)
        {
            return Fails(profile, profile.Weights.MinBy(weight => weight.Size).Path, "vanish", profile.Vanishing,
                "use activations that do not saturate, normalisation, residual connections or an initialisation scaled to the width");
        }
        return profile.Explodes
            ? Fails(profile, profile.Weights.MaxBy(weight => weight.Size).Path, "explode", profile.Exploding,
                "scale the initial weights to the layers' width, or use normalisation or residual connections")
            : Verdict.Holds($"gradients of {profile.Weights.Count} weights: {Figures.Of(profile.Weights[0].Size)} at {profile.Weights[0].Path}, {Figures.Of(profile.Weights[^1].Size)} at {profile.Weights[^1].Path}");
    }

    private static Verdict Fails(GradientProfile profile, string culprit, string what, double ratio, string change) =>
        Verdict.Fails($"gradients {what} towards the input: the first third of {profile.Weights.Count} weights has {Figures.Of(ratio)} times the gradient of the last")
            .At(profile.Weights.OrderByDescending(weight => weight.Path == culprit).Select(weight => new Finding(weight.Path, Shape.OfSizes(weight.Shape), $"gradient {Figures.Of(weight.Size)}")))
            .Because($"the gradient is multiplied by each layer's weights and its activation's slope on the way back, and {(what == "vanish" ? "nearly nothing" : "far too much")} is left of it at {culprit}")
            .ChangeTo(change)
            .ExemptBy("[Exempt(\"GradientsWellScaled\", \"…\")]");
}
