using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>A fresh classifier's loss is about what chance gives.</summary>
/// <remarks>Chance is the fixture's own loss for outputs that prefer no class, so weights, smoothing and an ignored index are in it.</remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class InitialLossAsExpectedAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>
    /// How many times the loss of chance a fresh model may have. Measured over 44 healthy classifiers at seeds 0 to 49: 0.64 to 2.22, the largest with
    /// weight normalisation and a standard deviation of the logits of 2, all others up to 1.64. Nearly twice the largest is left for deeper models.
    /// </summary>
    internal const double Most = 4;

    /// <summary>A loss of less than this share of chance is no fresh model's: its weights were loaded.</summary>
    private const double Pretrained = 0.5;

    /// <summary>An input of more than so many times the size of standardised ones is what makes outputs large.</summary>
    private const double LargeInput = 5;

    /// <inheritdoc/>
    public override string Claim => "A fresh classifier's loss is about what chance gives.";

    internal override Stage Stage => Stage.Loss;

    internal override bool SeesEveryPart => true;

    internal override Verdict Judge(Evidence evidence)
    {
        if (!evidence.Facts.HasForward || !evidence.Facts.HasLoss)
            return Verdict.DoesNotApply($"no classification: the fixture has no {(evidence.Facts.HasLoss ? "Forward" : "Loss")} that could be tried apart from its training step");
        var initial = evidence.InitialLoss;
        if (initial.Inapplicable is not null)
            return Verdict.DoesNotApply(initial.Inapplicable);
        if (!(initial.Chance > 0))
            return Verdict.DoesNotApply($"no classification: no answer costs {Figures.Of(initial.Chance)}, and a surprise costs more than 0");
        if (initial.Fresh < Pretrained * initial.Chance)
            return Verdict.DoesNotApply($"pretrained: the fresh model's loss is {Figures.Of(initial.Fresh)}, and chance gives {Figures.Of(initial.Chance)}");
        return initial.Fresh <= Most * initial.Chance
            ? Verdict.Holds($"the fresh model's loss is {Figures.Of(initial.Fresh)}, and chance gives {Figures.Of(initial.Chance)} over {initial.Classes} classes")
            : Fails(evidence, initial);
    }

    private static Verdict Fails(Evidence evidence, InitialLoss initial)
    {
        var verdict = Verdict.Fails($"the fresh model's loss is {Figures.Of(initial.Fresh)}; chance over {initial.Classes} classes gives {Figures.Of(initial.Chance)}")
            .ExemptBy("[Exempt(\"InitialLossAsExpected\", \"…\")]");
        var outputs = new Finding("output", "", $"standard deviation {Figures.Of(initial.Spread)} over the classes of a sample; that of usual initialisations is at most about 1");
        if (initial.InputSize > LargeInput)
        {
            return verdict.At(new Finding("input", "", $"root mean square {Figures.Of(initial.InputSize)}; initialisations are made for about 1"), outputs)
                .Because("the inputs are large, and so are the logits: the fresh model is sure of wrong answers")
                .ChangeTo("scale the inputs, for example to a mean of 0 and a standard deviation of 1, in the data or in the model's first layer");
        }
        var culprit = initial.Growth.Where(layer => layer.Before > 0).MaxBy(layer => layer.Behind / layer.Before);
        var path = culprit?.Path ?? evidence.Layers.Last;
        return verdict.At(new Finding(path, "", culprit is null ? "the last layer" : $"values of size {Figures.Of(culprit.Before)} come out as {Figures.Of(culprit.Behind)}"), outputs)
            .Because($"the outputs are too large at the start, which {path} makes: the fresh model is sure of wrong answers, and the first steps only shrink it")
            .ChangeTo("initialise with a smaller scale (the usual one is 1/√inputs), or look for a factor, a sum in place of a mean, or a missing normalisation there");
    }
}
