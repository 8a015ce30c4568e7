using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Padding changes no output.</summary>
/// <remarks>A contract: put it on models of token sequences that are padded to a common length. Outputs at padded positions are free.</remarks>
/// <param name="padding">The token that pads.</param>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IgnoresPaddingAttribute(int padding, [CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "Padding changes no output.";

    internal override Stage Stage => Stage.Model;

    /// <summary>The token that pads.</summary>
    public int Padding => padding;

    /// <summary>Which input holds the tokens, integers [samples, time], from 0. Default: 0, the first.</summary>
    public int Input { get; set; }

    internal override bool IsStandard => false;

    internal override string Arguments => $"{padding}{(Input == 0 ? "" : $", Input = {Input}")}";

    internal override Verdict Judge(Evidence evidence)
    {
        if (Input < 0)
            return Verdict.Fails($"Input is {Input}, and inputs are counted from 0").ChangeTo("give the number of the input that holds the tokens, 0 for the first");
        if (Inapplicable.ToSamples(evidence) is { } inapplicable)
            return inapplicable;
        var effect = evidence.PaddingEffect(padding, Input);
        if (effect.Unknown is not null)
            return Verdict.CouldNotTell(effect.Unknown);
        return effect.Leak is null
            ? Verdict.Holds($"{Edited(effect)} changes no output; other tokens change it by {Figures.Percent(effect.Own)}")
            : Fails(effect, effect.Leak);
    }

    private static Verdict Fails(PaddingEffect effect, FirstLeak leak) =>
        Verdict.Fails($"{Edited(effect)} changes an output by {Figures.Percent(effect.Change)}; replacing real tokens by {Figures.Percent(effect.Own)}")
            .At(new Finding(leak.Path, "", effect.Inverted ? "real tokens are masked, and padding is not" : $"padding is seen first {leak.Place}"))
            .Because(effect.Inverted
                ? $"the mask is inverted: only padding changes the outputs; seen first {leak.Place}"
                : $"real positions depend on how much padding there is, {leak.Place}: the mask is missing or inverted there, or a mean, maximum or last state counts padding")
            .ChangeTo("look there for a mask that is True where tokens are real though True means masked, a mean over all positions, or a last state that is read behind the last token")
            .ExemptBy("[Exempt(\"IgnoresPadding\", \"…\")]");

    private static string Edited(PaddingEffect effect) => effect.Edit switch
    {
        PaddingEdit.Truncated => "cutting padding off",
        PaddingEdit.Embedded => "another embedding of the padding",
        _ => "replacing padding by tokens",
    };
}
