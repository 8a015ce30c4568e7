using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>A perfect prediction costs less than a wrong one, and the loss compares each output with its own target, finitely and with the right gradient.</summary>
/// <remarks>
/// The loss and the metrics are asked about outputs that are made from the data's targets; the model only gives their shapes. What is not known does
/// not accuse: where no perfect output can be made (several targets, none, or a code of its own), that part is left out.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class LossIsSaneAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>A gradient that points against the measured slope; stop-gradients and straight-through estimators make them differ, but not opposite.</summary>
    private const double Opposite = -0.9;

    /// <summary>A sum over the samples doubles with the batch, but for rounding.</summary>
    private const double SumTolerance = 1e-3;

    /// <summary>A loss that has become so many times what it was has not been learned.</summary>
    private const double Diverged = 10;

    private long? paddingToken;

    /// <inheritdoc/>
    public override string Claim => "A perfect prediction costs less than a wrong one; each output is compared with its own target only.";

    internal override Stage Stage => Stage.Loss;

    /// <summary>The target that pads sequences: outputs for it must not count. Not set: none is known, but -100, which never counts.</summary>
    public long PaddingToken
    {
        get => paddingToken ?? LabelAccuracy.Ignored;
        set => paddingToken = value;
    }

    /// <summary>Whether the loss compares samples with one another, or with all targets, on purpose.</summary>
    public bool MixesBatch { get; set; }

    internal override Verdict Judge(Evidence evidence)
    {
        if (!evidence.Facts.HasForward || !evidence.Facts.HasLoss)
            return Verdict.DoesNotApply($"the fixture has no {(evidence.Facts.HasLoss ? "Forward" : "Loss")} that could be tried apart from its training step");
        var reading = evidence.LossReading;
        if (reading.Unknown is not null)
            return Verdict.CouldNotTell(reading.Unknown);
        var padding = paddingToken is { } token ? evidence.LossPadding(token) : null;
        var faults = Faults(evidence, reading, padding).ToList();
        if (faults.Count > 0)
            return Fails(faults);
        return paddingToken is not null && padding is null
            ? Verdict.CouldNotTell($"no target of the first {SmallBatch.Samples} samples is the padding token {paddingToken}, or all are; give data with padded samples, and one logit per class and token")
            : Verdict.Holds(Tried(reading, padding));
    }

    private IEnumerable<LossFault> Faults(Evidence evidence, LossReading reading, LossPadding? padding)
    {
        if (!reading.HasGradient && !HasOtherObjective(evidence))
            yield return LossFault.NoGradient(reading.DependsOnOutput);
        if (reading.Ladder is { } ladder && LossFault.In(ladder) is { } fault)
            yield return fault;
        if (!MixesBatch && reading.Pairs is { ComparesWithAllTargets: true })
            yield return LossFault.Broadcast;
        if (padding is { Counts: true })
            yield return LossFault.Padding(padding, PaddingToken);
        if (reading.Ignored is { Counts: true })
            yield return LossFault.Padding(reading.Ignored, LabelAccuracy.Ignored);
        if (reading.Slope is { Cosine: < Opposite } slope)
            yield return LossFault.WrongWay(slope);
        if (NonFinite(evidence, reading) is { } place)
            yield return LossFault.NonFinite(place.Outputs, place.Loss);
        if (IsSum(reading) && Divergence(evidence) is { } divergence)
            yield return LossFault.Sum(divergence);
        foreach (var metric in evidence.MetricReading.Metrics)
        {
            if (LossFault.In(metric) is { } wrong)
                yield return wrong;
        }
    }

    /// <summary>A training step of its own may follow other losses than the one that is reported.</summary>
    private static bool HasOtherObjective(Evidence evidence) => evidence.Steps.Parameters.Any(parameter => parameter.LargestGradient > 0);

    private static (string Outputs, string Loss)? NonFinite(Evidence evidence, LossReading reading) => reading.NonFinite
        ?? evidence.Stress.Failures.Where(failure => failure.What == "loss").Select(failure => ((string, string)?)(failure.Input, failure.Found.ToString())).FirstOrDefault();

    private static bool IsSum(LossReading reading) => reading.Duplicated is { } ratio && Math.Abs(ratio - 2) < SumTolerance;

    /// <summary>What became of the loss in training; null where it stayed in bounds. A sum with a learning rate that suits it is no fault.</summary>
    private static string? Divergence(Evidence evidence)
    {
        var steps = evidence.Steps;
        if (steps.FirstNonFinite is { } step)
            return $"not finite in training step {step.Number}";
        return steps.Taken[0].Loss is { } first && steps.Taken[^1].Loss is { } last && last > Diverged * Math.Abs(first) && last > 0
            ? $"{Figures.Of(first)} in the first training step, {Figures.Of(last)} in step {steps.Taken[^1].Number}"
            : null;
    }

    private static Verdict Fails(List<LossFault> faults) =>
        Verdict.Fails(faults[0].Headline)
            .At(faults.Select(fault => new Finding(fault.Location, "", fault.Seen)))
            .Because(faults[0].Cause)
            .ChangeTo(faults[0].Change)
            .ExemptBy(faults[0].Exempt);

    private static string Tried(LossReading reading, LossPadding? padding)
    {
        var tried = new List<string> { "it depends on the output and has a gradient" };
        if (reading.Ladder is { } ladder)
            tried.Add($"a perfect prediction costs {Figures.Of(ladder.Perfect)}, a wrong one {Figures.Of(ladder.Wrong)}");
        if (reading.Pairs is { TargetsMatter: true })
            tried.Add("exchanged targets change it");
        if (reading.Duplicated is { } ratio)
            tried.Add($"a batch and its copy give {Figures.Of(ratio)} times the loss");
        if (reading.Slope is { } slope)
            tried.Add($"gradient and differences have a cosine of {Figures.Of(slope.Cosine)}");
        if (padding is not null)
            tried.Add($"{padding.Padded} of {padding.Targets} targets are padding and do not count");
        if (reading.Ladder is null)
            tried.Add("what a perfect prediction looks like is not known");
        return string.Join("; ", tried);
    }
}
