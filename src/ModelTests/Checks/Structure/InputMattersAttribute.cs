using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Every feature, channel and time step of every input can change the output.</summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class InputMattersAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "Every feature, channel and time step of every input can change the output.";

    internal override Verdict Judge(Evidence evidence)
    {
        if (Inapplicable.ToSamples(evidence) is { } inapplicable)
            return inapplicable;
        var influence = evidence.InputInfluence;
        if (influence.Unknown is not null)
            return Verdict.CouldNotTell(influence.Unknown);
        if (influence.Judged == 0)
            return Verdict.CouldNotTell("the inputs are the same in all samples; give samples that differ");
        return influence.Ignored.Count == 0 ? Verdict.Holds($"each of {Figures.Count(influence.Judged, "part")} of the input changes the output") : Fails(influence);
    }

    private static Verdict Fails(InputInfluence influence)
    {
        var all = influence.Ignored.Count == influence.Judged;
        var rows = influence.Ignored.Select(slice => new Finding(slice.ToString(), "", "changes no output: own change 0"));
        return Verdict.Fails($"{influence.Ignored.Count} of {Figures.Count(influence.Judged, "part")} of the input cannot change any output")
            .At(all ? [new Finding(influence.First, "", "no input reaches it"), .. rows] : [.. rows])
            .Because(all
                ? $"the output is the same for every input: none reaches {influence.First}"
                : $"forward drops or overwrites {influence.Ignored[0]}: exchanging its values between samples leaves every output as it is, in evaluation and in training mode")
            .ChangeTo(all
                ? "look before that layer for a variable that was mixed up, a product with zero or a tensor made anew"
                : "use it in forward, or leave it out of the data")
            .ExemptBy("[Exempt(\"InputMatters\", \"…\")]");
    }
}
