using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Every feature, channel and time step of every input can change the output.</summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class InputMattersAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "Every feature, channel and time step of every input can change the output.";

    internal override Stage Stage => Stage.Model;

    /// <summary>Whether the order of time steps must change the output, too; false unless set. Set it for models of sequences, not for models of sets.</summary>
    public bool OrderMatters { get; set; }

    /// <summary>The dimension of time of the inputs, from 0; read only with <see cref="OrderMatters"/>. Default: 1, as in [samples, time, features].</summary>
    public int TimeDimension { get; set; } = 1;

    /// <summary>
    /// The parts of the inputs on which the outputs depend, each of them and nothing else; every part of every input unless set. Written as
    /// failures name them, with ranges whose end is left out, separated by semicolons: "input[:, 0:3]", "input 0[:, :, 2]; input 1".
    /// One dimension is picked, the others are ":". "0:3, 7" is short for "input[:, 0:3]; input[:, 7]". Without brackets an input is meant
    /// as a whole: something in it must change an output.
    /// </summary>
    public string? DependsOn { get; set; }

    internal override Verdict Judge(Evidence evidence)
    {
        var wrong = "";
        var declared = DependsOn is null ? null : DeclaredParts.Parse(DependsOn, out wrong);
        if (DependsOn is not null && declared is null)
            return Misdeclared($"\"{wrong}\" names no part of an input");
        if (TimeDimension < 0)
            return Verdict.Fails($"TimeDimension is {TimeDimension}, and dimensions are counted from 0").ChangeTo("give 1 for [samples, time, features], 0 for [time, samples, features]");
        if (Inapplicable.ToSamples(evidence) is { } inapplicable)
            return inapplicable;
        var parts = declared is null ? OfParts(evidence.InputInfluence) : OfDeclared(evidence.DeclaredDependence(declared));
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

    private Verdict OfDeclared(DeclaredDependence dependence)
    {
        if (dependence.Wrong is not null)
            return Misdeclared(dependence.Wrong);
        if (dependence.Unknown is not null)
            return Verdict.CouldNotTell(dependence.Unknown);
        var (ignored, others) = (dependence.Ignored, dependence.Others);
        if (ignored.Count + others.Count == 0)
            return Verdict.Holds($"each of {Figures.Count(dependence.Declared, "declared part")} of the input changes the output, and nothing else does");
        var verdict = others.Count > 0
            ? Verdict.Fails($"an output depends on {Figures.Count(others.Count, "part")} of the input that DependsOn = \"{DependsOn}\" leaves out")
                .Because($"{others[0]} reaches an output: other values there change it, in evaluation mode, while everything declared stays as it is")
                .ChangeTo($"take it out of what forward uses, or declare it")
            : Verdict.Fails($"no output depends on {ignored.Count} of {Figures.Count(dependence.Declared, "part")} of the input that DependsOn = \"{DependsOn}\" names")
                .Because($"forward drops or overwrites {ignored[0]}: other values there leave every output as it is, in evaluation and in training mode")
                .ChangeTo("use it in forward, or take it out of DependsOn");
        return verdict.At([.. others.Select(slice => new Finding(slice.ToString(), "", "changes an output and is not declared")),
            .. ignored.Select(slice => new Finding(slice.ToString(), "", "declared and changes no output"))]);
    }

    private Verdict Misdeclared(string problem) => Verdict.Fails($"DependsOn is \"{DependsOn}\": {problem}")
        .ChangeTo("write parts as \"input[:, 0:3]\" or \"input 1\", separated by semicolons, or indices of the only input's dimension 1 as \"0:3, 7\"; numbers count from 0, and a range's end is not in it");

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
