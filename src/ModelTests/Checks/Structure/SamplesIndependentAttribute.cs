using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>In evaluation mode no sample of a batch changes another one's output.</summary>
/// <remarks>Only the model is judged: a loss may compare samples, and batch normalisation mixes them in training mode on purpose.</remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class SamplesIndependentAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "In evaluation mode no sample of a batch changes another one's output.";

    internal override Stage Stage => Stage.Model;

    internal override bool SeesEveryPart => true;

    internal override Verdict Judge(Evidence evidence)
    {
        if (Inapplicable.ToSamples(evidence) is { } inapplicable)
            return inapplicable;
        var mixing = evidence.SampleMixing;
        if (mixing.Unknown is not null)
            return Verdict.CouldNotTell(mixing.Unknown);
        if (mixing.Worst is { } worst)
            return Fails(mixing, worst);
        return mixing.Own > 0
            ? Verdict.Holds($"replacing the other samples changes no output of {mixing.Samples}; the sample itself changes it by {Figures.Percent(mixing.Own)}")
            : Verdict.CouldNotTell("no sample changes even its own output, so nothing is seen of the others'; [InputMatters] tells why");
    }

    private static Verdict Fails(SampleMixing mixing, MixedPair worst) =>
        Verdict.Fails($"the output of sample {worst.Sample} changes by {Figures.Percent(mixing.Foreign)} when the other {mixing.Samples - 1} samples are replaced; by {Figures.Percent(mixing.Own)} at most when a sample itself is")
            .At(new Finding(mixing.Leak!.Path, "", $"samples mix first {mixing.Leak.Place}"),
                new Finding($"output[{worst.Sample}]", "", $"changes by {Figures.Percent(worst.Change)} when sample {worst.By} alone is replaced"))
            .Because($"samples of a batch are mixed {mixing.Leak.Place}, in evaluation mode")
            .ChangeTo("look there for a view or reshape after a transpose, a softmax, mean, norm or attention along the dimension of the samples, or batch statistics in evaluation mode")
            .ExemptBy("[Exempt(\"SamplesIndependent\", \"…\")], or Batch.Separable = false where rows are no samples");
}
