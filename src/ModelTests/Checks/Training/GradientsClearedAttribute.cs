using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>A training step works with its own gradients, not with those of steps whose gradients were already applied.</summary>
/// <remarks>Accumulation over several batches needs no declaration: there, parameters do not move in between.</remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class GradientsClearedAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>
    /// A step that never clears has a share of old gradients of exactly 1 of its own, one that clears of exactly 0, each but for rounding;
    /// clipping and scaling change both alike. Half lies between.
    /// </summary>
    private const double Carried = 0.5;

    /// <summary>Above this share of unexplained gradient the step does something else than the fixture's Forward and Loss.</summary>
    private const double MostUnexplained = 0.3;

    /// <summary>Above this cosine the old and the fresh gradients point the same way, and the two shares cannot be told apart in single precision.</summary>
    private const double TooSimilar = 0.999;

    /// <inheritdoc/>
    public override string Claim => "A training step uses its own gradients only, not those of steps that were already applied.";

    internal override Stage Stage => Stage.TrainingStep;

    internal override Verdict Judge(Evidence evidence)
    {
        if (!evidence.Facts.HasLoss)
            return Verdict.DoesNotApply("the fixture has no Loss and its batches have no targets, so there is no fresh gradient to compare with");
        var reuse = evidence.GradientReuse;
        if (reuse.NothingMoved)
            return Verdict.CouldNotTell("no training step moved a parameter; see [WeightsUpdate]");
        if (reuse.ClearedAtEnd)
            return Verdict.Holds($"step {reuse.Step - 1} left no gradients behind");
        if (reuse.Similarity > TooSimilar)
            return Verdict.CouldNotTell("the gradients of two batches point the same way, so old and new cannot be told apart; give data whose batches differ");
        if (!(reuse.Unexplained <= MostUnexplained) || reuse.Own <= 0)
            return Verdict.CouldNotTell($"{Figures.Percent(reuse.Unexplained)} of the gradient that step {reuse.Step} leaves is neither this batch's nor the earlier ones': TrainStep computes something else than Forward and Loss");
        if (reuse.Old <= Carried * reuse.Own)
            return Verdict.Holds($"the gradients of step {reuse.Step} are its own");
        return Verdict.Fails($"the gradients of step {reuse.Step} contain those of the step before, which were already applied")
            .At(new Finding("TrainStep", "", $"gradient after step {reuse.Step} = {Figures.Of(reuse.Own)} × this batch's + {Figures.Of(reuse.Old)} × what was left before"),
                new Finding(reuse.Worst, "", "the parameter with the largest old gradient"))
            .Because("zero_grad is not called before backward, so every step moves the parameters along the sum of all gradients so far")
            .ChangeTo("call optimizer.zero_grad() before backward, in every step that is followed by optimizer.step()")
            .ExemptBy("[Exempt(\"GradientsCleared\", \"…\")]");
    }
}
