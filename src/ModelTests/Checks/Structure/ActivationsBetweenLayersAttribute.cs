using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>No two fully connected or convolutional layers follow each other with nothing nonlinear between them.</summary>
/// <remarks>
/// Two such layers compute no more than one would. Pairs that are meant so are left out: a bottleneck, a factorised convolution,
/// a layer that is used elsewhere, too, or with which something else is mixed.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class ActivationsBetweenLayersAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "No two affine layers follow each other with nothing nonlinear between.";

    internal override Stage Stage => Stage.Model;

    internal override Verdict Judge(Evidence evidence)
    {
        if (!evidence.Facts.HasForward)
            return Verdict.DoesNotApply("the fixture does not say how the model is called; override Forward");
        var chains = evidence.Chains;
        if (chains.IsScript)
            return Verdict.CouldNotTell("TorchScript hides what its layers are and give; check the model before it is exported");
        if (chains.Layers < 2)
            return Verdict.DoesNotApply($"the model has {Figures.Count(chains.Layers, "fully connected or convolutional layer")}, and the check is about two that follow each other");
        if (chains.WholeBottleneck is { } width)
            return Verdict.DoesNotApply($"the whole model is affine and narrows to {width}, as a linear autoencoder or a principal component analysis is");
        if (!chains.OutputDependsOnInput)
            return Verdict.CouldNotTell("the output does not depend on the input, so nothing shows what lies between the layers; mend that first");
        var faults = chains.Pairs.Where(pair => pair is { IsAffine: true, Reason: null }).ToList();
        if (faults.Count > 0)
            return Fails(chains, faults);
        var unseen = chains.Unseen.Count == 0 ? null : $"left out, as their weights change nothing that can be seen: {string.Join(", ", chains.Unseen.Take(3))}";
        if (chains.Pairs.Count == 0)
            return Verdict.CouldNotTell($"no layer was seen to feed another one{(unseen is null ? "" : $"; {unseen}")}");
        return Verdict.Holds($"{Figures.Count(chains.Pairs.Count(pair => !pair.IsAffine), "pair")} of successive layers with something nonlinear between{Meant(chains)}") with { Warning = unseen };
    }

    private static Verdict Fails(LayerChains chains, List<LayerPair> faults) =>
        Verdict.Fails($"{faults.Count} of {Figures.Count(chains.Pairs.Count, "pair")} of successive layers {(faults.Count == 1 ? "has" : "have")} nothing nonlinear between")
            .At(faults.Select(pair => new Finding(pair.Name, "", $"{pair.Second} is an affine function of {pair.First}")))
            .Because("two affine layers in a row compute no more than one: an activation is missing between them")
            .ChangeTo($"call an activation such as relu between {faults[0].First} and {faults[0].Second}, or merge them")
            .ExemptBy("[Exempt(\"ActivationsBetweenLayers\", \"…\")]");

    private static string Meant(LayerChains chains)
    {
        var meant = chains.Pairs.Where(pair => pair.IsAffine).ToList();
        return meant.Count == 0 ? "" : $"; {Figures.Count(meant.Count, "affine pair")} meant so: {string.Join("; ", meant.Take(3).Select(pair => $"{pair.Name} ({pair.Reason})"))}";
    }
}
