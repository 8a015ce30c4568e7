using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>No NaN and no Inf in inputs, outputs, loss, gradients and parameters, in training and on unusual but legal inputs.</summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class NoNonFiniteAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    private const int MostOfAKind = 3;

    private const string Remedy = "drop these samples or fill the values in where the data is read, or have the model or the loss leave them out";

    /// <inheritdoc/>
    public override string Claim => "No NaN or Inf occurs in inputs, outputs, loss, gradients, parameters or the optimizer's state.";

    internal override Stage Stage => Stage.Model;

    internal override bool SeesEveryPart => true;

    internal override Verdict Judge(Evidence evidence)
    {
        var steps = evidence.Steps;
        if (steps.FirstNonFinite is { } step)
            return FailsInTraining(evidence, step);
        if (!evidence.Facts.HasForward)
            return Verdict.Holds($"finite in {Figures.Count(steps.Taken.Count, "training step")}; the fixture does not say how the model is called, so no unusual inputs were tried");
        var stress = evidence.Stress;
        if (stress.Failures.Count > 0)
            return FailsUnderStress(evidence, stress);
        if (evidence.Facts.HasLoss && evidence.SingleBatch.NonFiniteAt is { } at)
            return FailsOnSingleBatch(evidence, at);
        if (evidence.OddBatches.NonFinite is { } odd)
            return FailsOnBatch(odd);
        return Verdict.Holds($"finite in {Figures.Count(steps.Taken.Count, "training step")} and for {string.Join(", ", stress.Tried)}");
    }

    private static Verdict FailsInTraining(Evidence evidence, StepRecord step)
    {
        var origin = evidence.OriginIn(new NonFiniteScene(step.Number - 1, SingleBatch: false));
        var verdict = Located(Verdict.Fails($"{step.NonFinite[0].What} has {step.NonFinite[0].Found.Kind} in training step {step.Number}{(step.NonFinite[0].IsOfData ? $" ({step.BatchRead})" : "")}"), origin,
            Rows(step.NonFinite));
        var taken = evidence.Steps.Taken.TakeWhile(earlier => earlier.Number <= step.Number && earlier.Loss is not null).ToList();
        return Divergence.In([.. taken.Select(earlier => earlier.Loss!.Value)], [.. taken.Select(earlier => earlier.LearningRate)])?.Leading(verdict) ?? verdict;
    }

    /// <summary>Once a NaN is there it is everywhere: many tensors of one kind become one row.</summary>
    private static IEnumerable<Finding> Rows(IReadOnlyList<Sighting> sightings) =>
        sightings.GroupBy(sighting => sighting.What.Split(' ')[0]).SelectMany(kind => kind.Count() <= MostOfAKind
            ? kind.Select(sighting => new Finding(sighting.What, "", sighting.Found.ToString()))
            : [new Finding($"{kind.Key}s", "", $"{kind.Count()} tensors, first {kind.First().What.Split(' ')[^1]}")]);

    private static Verdict FailsUnderStress(Evidence evidence, StressRun stress)
    {
        var worst = stress.Failures[0];
        var origin = worst.What == "loss"
            ? new NonFiniteOrigin(null, "Loss, on finite outputs", "exact arithmetic gives a finite value")
            : evidence.OriginIn(new NonFiniteScene(0, SingleBatch: false, worst.Input));
        return Located(Verdict.Fails($"the {worst.What} has {worst.Found.Kind} for {worst.Input}"), origin,
            stress.Failures.Select(failure => new Finding(failure.What, "", $"{failure.Found} for {failure.Input}")));
    }

    private static Verdict FailsOnSingleBatch(Evidence evidence, int step)
    {
        var origin = evidence.OriginIn(new NonFiniteScene(step - 1, SingleBatch: true));
        var run = evidence.SingleBatch;
        var verdict = Located(Verdict.Fails($"the loss is not finite after {Figures.Count(step - 1, "training step")} on a single batch"), origin,
            [new Finding("learning rate", "", $"{Figures.Of(run.LearningRate)}; the loss began at {Figures.Of(run.InitialLoss)}")]);
        return Divergence.In(run.Losses, run.LearningRates)?.Leading(verdict with { Findings = [verdict.Findings[0]] }) ?? verdict;
    }

    private static Verdict FailsOnBatch(OddBatch odd) =>
        Verdict.Fails($"the input of {odd.Origin} has {odd.Values.Kind}, and its loss is not finite")
            .At(new Finding(odd.Input, "", $"{odd.Values} in {odd.Origin}"), new Finding("loss", "", Figures.Of(odd.Loss)))
            .Because("a missing value of the source, a division by 0 or a logarithm of 0 in what makes the inputs")
            .ChangeTo(Remedy);

    private static Verdict Located(Verdict verdict, NonFiniteOrigin origin, IEnumerable<Finding> sightings) =>
        verdict.At([new Finding(origin.Path ?? origin.Place, "", origin.Path is null ? origin.Detail : $"{origin.Place}: {origin.Detail}"), .. sightings])
            .Because($"the first value that is not finite comes from {origin.Place}")
            .ChangeTo(origin.IsOfData ? Remedy : "look there for a division by zero, the logarithm or root of zero or less, exp of a large number, or a learning rate that is too high; use log_softmax, logsumexp, clamp or an epsilon");
}
