using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The model computes what it computed before: outputs, loss, gradients and training steps are those of the baseline.</summary>
/// <remarks>
/// The baseline lies beside the source: Class.SameOutputs.verified.json. It holds a few figures per tensor, none of the tensors. Parameters are known by their
/// names, and by their order and shape where they were renamed.
/// </remarks>
/// <param name="sourceFile">The fixture's source file, beside which the baseline lies. Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class SameOutputsAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : BaselineCheckAttribute(sourceFile, sourceLine)
{
    /// <summary>Rows of the cause; what follows from it has one row each, and ten are shown in all.</summary>
    private const int MostOfFirst = 5;

    private const int MostNames = 3;

    /// <inheritdoc/>
    public override string Claim => "A refactoring leaves outputs, loss, gradients and training steps as the baseline has them.";

    /// <summary>
    /// With which weights the model is compared. Default: fixed ones, so that layers may be created in another order; the distributions from which CreateModel
    /// draws are compared apart.
    /// </summary>
    public InitialWeights Weights { get; set; } = InitialWeights.Fixed;

    /// <summary>Whether parameters and buffers must keep their names, as saved weights need them. Default: false; renaming is said and is no failure.</summary>
    public bool Names { get; set; }

    internal override Baseline Receive(Evidence evidence) => Receive(evidence, null);

    internal override Baseline Receive(Evidence evidence, Baseline? verified)
    {
        var numbers = verified is null ? new Dictionary<string, NumberedShape>() : new RecordedOutputs(verified).Numbers;
        var fixture = evidence.Recipes.FixtureType;
        return RecordedOutputs.Write(evidence.Fingerprint(new FingerprintSettings(Weights, numbers)), fixture.FullName ?? fixture.Name, Name);
    }

    internal override Verdict Compare(Evidence evidence, Baseline verified, Baseline received, bool sameEnvironment)
    {
        var now = new RecordedOutputs(received);
        return Compare(verified, received, sameEnvironment, operation => evidence.ModulesAround(new FingerprintSettings(Weights, now.Numbers, now.ComputedIn == "float64"), operation));
    }

    /// <summary>As the other, where the model is not at hand: what operations belong to cannot be told then.</summary>
    internal override Verdict Compare(Baseline verified, Baseline received, bool sameEnvironment) => Compare(verified, received, sameEnvironment, _ => default);

    private Verdict Compare(Baseline verified, Baseline received, bool sameEnvironment, Func<int, (string? Last, bool IsOwn, string? Next)> around)
    {
        var now = new RecordedOutputs(received);
        var comparison = new OutputComparison(new RecordedOutputs(verified), now, sameEnvironment);
        var accept = $"; if it is meant: dotnet modeltests accept {received.Class[(received.Class.LastIndexOf('.') + 1)..]}";
        if (comparison.Differences(around) is { Count: > 0 } stages)
        {
            var (first, later) = (stages[0], stages.Skip(1).ToList());
            return Verdict.Fails($"{first.What} differ{(first.What.EndsWith('s') ? "" : "s")} from the baseline{(first.Findings.Count == 1 ? "" : $" in {first.Findings.Count} places")}")
                .At([.. first.Findings.Take(later.Count == 0 ? first.Findings.Count : MostOfFirst), .. later.Select(Summary)])
                .Because(first.Cause).ChangeTo(first.Change + accept).ExemptBy("[Exempt(\"SameOutputs\", \"…\")]");
        }
        var renamed = comparison.Renamed;
        if (Names && renamed.Count > 0)
        {
            return Verdict.Fails($"{Figures.Count(renamed.Count, "parameter or buffer has another name", "parameters and buffers have other names")} than in the baseline")
                .At(renamed.Select(pair => new Finding(pair.Now, "", $"was {pair.Before}")))
                .Because("a field, a property or the name in a Sequential changed: weights that were saved before no longer load").ChangeTo($"keep the names, or remove Names = true{accept}")
                .ExemptBy("[Exempt(\"SameOutputs\", \"…\")]");
        }
        return Verdict.Holds($"outputs, loss, gradients and training steps are those of the baseline, within {comparison.Tolerance}"
            + (renamed.Count == 0 ? "" : $"; {Figures.Count(renamed.Count, "name")} changed: {string.Join(", ", renamed.Take(MostNames).Select(pair => $"{pair.Before} is {pair.Now}"))}{(renamed.Count > MostNames ? ", …" : "")}")
            + (comparison.IsDrawnAnew ? "; CreateModel draws other numbers of the same distribution" : ""));
    }

    private static Finding Summary(Difference difference) => new($"then {difference.What}", "", difference.Findings.Count == 1 ? difference.Findings[0].Text : $"{difference.Findings[0].Location} {difference.Findings[0].Text}, and {difference.Findings.Count - 1} more");
}
