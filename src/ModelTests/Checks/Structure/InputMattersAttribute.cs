using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Every feature, channel and time step of every input can change the output.</summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class InputMattersAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "Every feature, channel and time step of every input can change the output.";

    /// <summary>Whether the order of time steps must change the output, too; false unless set. Set it for models of sequences, not for models of sets.</summary>
    public bool OrderMatters { get; set; }

    /// <summary>The dimension of time of the inputs, from 0; read only with <see cref="OrderMatters"/>. Default: 1, as in [samples, time, features].</summary>
    public int TimeDimension { get; set; } = 1;

    internal override Verdict Judge(Evidence evidence)
    {
        if (TimeDimension < 0)
            return Verdict.Fails($"TimeDimension is {TimeDimension}, and dimensions are counted from 0").ChangeTo("give 1 for [samples, time, features], 0 for [time, samples, features]");
        if (Inapplicable.ToSamples(evidence) is { } inapplicable)
            return inapplicable;
        var parts = OfParts(evidence.InputInfluence);
        return OrderMatters && parts.Outcome == Outcome.Holds ? OfOrder(evidence.TimeOrder(TimeDimension), parts) : parts;
    }

    private static Verdict OfParts(InputInfluence influence)
    {
        if (influence.Unknown is not null)
            return Verdict.CouldNotTell(influence.Unknown);
        if (influence.Judged == 0)
            return Verdict.CouldNotTell("the inputs are the same in all samples; give samples that differ");
        return influence.Ignored.Count == 0 ? Verdict.Holds($"each of {Figures.Count(influence.Judged, "part")} of the input changes the output") : Fails(influence);
    }

    private static Verdict OfOrder(TimeOrder order, Verdict parts)
    {
        if (order.Unknown is not null)
            return Verdict.CouldNotTell(order.Unknown);
        if (order.Matters)
            return Verdict.Holds($"{parts.Headline}, and reordering {order.Steps} time steps changes it by {Figures.Percent(order.Change)}");
        var text = order.PerStep ? "reordering it only reorders the outputs" : "reordering it changes no output";
        return Verdict.Fails($"the order of {order.Steps} time steps makes no difference to any output")
            .At(new Finding("order of the input", "", text))
            .Because("nothing in the model tells one position from another: no position signal reaches the states")
            .ChangeTo("add the positional encoding or embedding to the token embeddings, and use the sum: add returns a new tensor")
            .ExemptBy("leave OrderMatters out, for models of sets and bags of words");
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
