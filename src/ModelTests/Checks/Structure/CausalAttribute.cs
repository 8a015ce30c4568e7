using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>No output depends on inputs of later time steps.</summary>
/// <remarks>A contract: put it on language models, forecasters and other models that must not see the future.</remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class CausalAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "No output depends on inputs of later time steps.";

    internal override Stage Stage => Stage.Model;

    /// <summary>
    /// How many steps an output lags behind the inputs that it may see, at least 0: with 0, the default, output t may see the inputs up to t;
    /// with 1 those before t.
    /// </summary>
    public int Shift { get; set; }

    /// <summary>The dimension of time of inputs and outputs, from 0. Default: 1, as in [samples, time, features].</summary>
    public int TimeDimension { get; set; } = 1;

    internal override bool IsStandard => false;

    internal override Verdict Judge(Evidence evidence)
    {
        if (Shift < 0)
            return Verdict.Fails($"Shift is {Shift}, and an output lags behind by at least 0 steps").ChangeTo("leave Shift out, or give 1 where output t must not see input t");
        if (TimeDimension < 0)
            return Verdict.Fails($"TimeDimension is {TimeDimension}, and dimensions are counted from 0").ChangeTo("give 1 for [samples, time, features], 0 for [time, samples, features]");
        if (Inapplicable.ToSamples(evidence) is { } inapplicable)
            return inapplicable;
        var dependence = evidence.TimeDependence(Shift, TimeDimension);
        if (dependence.Unknown is not null)
            return Verdict.CouldNotTell(dependence.Unknown);
        if (dependence.Leak is not null)
            return Fails(dependence, dependence.Leak);
        return dependence.Own > 0
            ? Verdict.Holds($"no output of {dependence.Steps} time steps sees the future; inputs that it may see change it by {Figures.Percent(dependence.Own)}")
            : Verdict.CouldNotTell("no input changes any output, so nothing is seen of the future; [InputMatters] tells why");
    }

    private Verdict Fails(TimeDependence dependence, FirstLeak leak) =>
        Verdict.Fails($"replacing later inputs changes an output by {Figures.Percent(dependence.Foreign)}; all inputs together by {Figures.Percent(dependence.Own)}")
            .At([new Finding(leak.Path, "", Reach(dependence)), .. dependence.Pairs.Select(pair =>
                new Finding($"output[{pair.Output}]", "", $"changes by {Figures.Percent(pair.Change)} when input[{pair.Input}] alone is replaced"))])
            .Because($"the future is seen first {leak.Place}")
            .ChangeTo("in attention, mask what triu(diagonal: 1) keeps, before the softmax over the keys; pad convolutions on the left only; take no mean or norm over time, and no second direction of a recurrent layer")
            .ExemptBy("[Exempt(\"Causal\", \"…\")]");

    private string Reach(TimeDependence dependence)
    {
        if (dependence.Pairs.Count == 0)
            return "output[t] depends on later inputs, on several of them together";
        var distances = dependence.Pairs.Select(pair => pair.Input - pair.Output).Distinct().ToList();
        return distances is [var only]
            ? $"output[t] depends on input[{(only == 0 ? "t" : $"t+{only}")}]" + (Shift > 0 ? $", and Shift is {Shift}" : "")
            : $"output[t] depends on input[t+{distances[0]}] and others up to input[t+{distances[^1]}]";
    }
}
