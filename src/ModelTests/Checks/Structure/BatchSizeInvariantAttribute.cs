using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>In evaluation mode one sample gives the same output alone and in a batch.</summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class BatchSizeInvariantAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "In evaluation mode one sample gives the same output alone and in a batch.";

    internal override Stage Stage => Stage.Model;

    internal override Verdict Judge(Evidence evidence)
    {
        if (Inapplicable.ToSamples(evidence) is { } inapplicable)
            return inapplicable;
        var effect = evidence.BatchSizeEffect;
        if (effect.Unknown is not null)
            return Verdict.CouldNotTell(effect.Unknown);
        if (effect.Sample is null)
        {
            var left = effect.Outputs - effect.Compared;
            return Verdict.Holds($"{effect.Samples} samples give the same alone and together" + (left > 0 ? $"; {Figures.Count(left, "output")} random or not per sample left out" : ""));
        }
        return effect.Refusal is { } refusal ? Refused(effect, refusal) : Differs(effect);
    }

    private static Verdict Refused(BatchSizeEffect effect, FixtureException refusal) =>
        Verdict.Fails($"the model takes a batch of {effect.Samples} samples and no batch of one")
            .At([.. refusal.Where.Select(line => new Finding(line, "", "")), new Finding("batch of one", "", refusal.Message)])
            .Because("something in the forward pass needs more than one sample: squeeze() without a dimension, for one, removes that of the samples as well")
            .ChangeTo("write squeeze(1) instead of squeeze(), flatten(1) instead of flatten(), and no fixed batch size in view or reshape")
            .ExemptBy("[Exempt(\"BatchSizeInvariant\", \"…\")]");

    private static Verdict Differs(BatchSizeEffect effect) =>
        Verdict.Fails(effect.Shapes is null
                ? $"the output of sample {effect.Sample} changes by {Figures.Percent(effect.Change)} when the other {effect.Samples - 1} samples leave the batch"
                : $"the output has shape {effect.Shapes}")
            .At(new Finding(effect.Leak!.Path, "", $"differs first {effect.Leak.Place}"))
            .Because(effect.Shapes is null
                ? $"what is computed {effect.Leak.Place} depends on how many samples there are, in evaluation mode"
                : "squeeze() without a dimension removes every dimension of size 1, and that of the samples has this size when there is only one sample")
            .ChangeTo(effect.Shapes is null
                ? "look there for a softmax, mean, norm or attention along the dimension of the samples, a view after a transpose, or batch statistics in evaluation mode"
                : "write squeeze(1) instead of squeeze(), and no fixed batch size in view or reshape")
            .ExemptBy("[Exempt(\"BatchSizeInvariant\", \"…\")]");
}
