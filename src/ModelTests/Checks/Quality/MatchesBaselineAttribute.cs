using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>After a short training the model is no worse on held-out data than when its baseline was accepted.</summary>
/// <remarks>
/// The baseline is the file Class.MatchesBaseline.verified.json beside the source: mean and spread over several seeds of each of the fixture's metrics and of the loss.
/// One-sided: a model that is as good as before fails at most once in 1,000 changes of its random numbers, and one that is better never does.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class MatchesBaselineAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : BaselineCheckAttribute(sourceFile, sourceLine)
{
    /// <summary>How many trainings, each with other initial weights, noise and order of the samples; at least 2.</summary>
    public int Seeds { get; set; } = 5;

    /// <summary>Training steps of each of them; at least 1.</summary>
    public int Steps { get; set; } = 100;

    /// <summary>
    /// How much worse single metrics may become, in their own unit or in percent of the baseline: "accuracy 0.02, loss 10 %". Metrics that it does not name
    /// are judged by the spread between seeds.
    /// </summary>
    public string? Tolerance { get; set; }

    /// <summary>Whether the names and shapes of the parameters must stay as they are, so that saved checkpoints still load.</summary>
    public bool Parameters { get; set; }

    /// <summary>How many times as long a training step may take as in the baseline, both as a multiple of a calibration run in the same process; above 1, or 0 for any time.</summary>
    public double StepTime { get; set; }

    /// <summary>How many times as many tensors a training step may have alive at once as in the baseline; at least 1, or 0 for any number.</summary>
    public double LiveTensors { get; set; }

    /// <inheritdoc/>
    public override string Claim => "After a short training the model is no worse on held-out data than its baseline says.";

    internal override Baseline Receive(Evidence evidence)
    {
        RequireArguments();
        var runs = evidence.QualityAfter(Seeds, Steps);
        var cost = StepTime > 0 || LiveTensors > 0 ? evidence.StepCost : null;
        return new Baseline(evidence.Recipes.FixtureType.FullName!, Name,
            QualityBaseline.Write(runs, Parameters, StepTime > 0 ? cost : null, LiveTensors > 0 ? cost : null));
    }

    internal override Verdict Compare(Baseline verified, Baseline received, bool sameEnvironment)
    {
        var (before, now) = (QualityBaseline.Read(verified), QualityBaseline.Read(received));
        var comparison = new QualityComparison(before, now, new MetricTolerance(Tolerance), sameEnvironment);
        if (comparison.OtherTraining is { } other)
            return Fails(other, "the attribute's arguments have changed since the baseline was accepted");
        var problems = comparison.Problems().Concat(new ModelGuards(before, now, sameEnvironment).Problems(Parameters, StepTime, LiveTensors)).ToList();
        return problems.Count == 0
            ? Verdict.Holds(comparison.Summary) with { Warning = comparison.Better }
            : Fails(comparison.Headline(problems), comparison.Cause).At(problems.Select(problem => problem.Finding));

        Verdict Fails(string headline, string cause) => Verdict.Fails(headline).Because(cause)
            .ChangeTo($"find what made the difference since the baseline was committed; if it is meant, accept it: dotnet modeltests accept {received.Class.Split('.', '+')[^1]}")
            .ExemptBy($"[Exempt(\"{Name}\", \"…\")]");
    }

    private void RequireArguments()
    {
        if (Seeds < 2)
            throw new FixtureException($"Seeds is {Seeds}, and a spread takes at least 2", "leave Seeds out for 5");
        if (Steps < 1)
            throw new FixtureException($"Steps is {Steps}, and a training takes at least 1", "leave Steps out for 100");
        if (StepTime != 0 && !(StepTime > 1))
            throw new FixtureException($"StepTime is {Figures.Of(StepTime)}, and it takes a factor above 1", "give how many times as long a step may take, such as StepTime = 1.5, or leave it out");
        if (LiveTensors != 0 && !(LiveTensors >= 1))
            throw new FixtureException($"LiveTensors is {Figures.Of(LiveTensors)}, and it takes a factor of at least 1", "give how many times as many tensors may be alive, such as LiveTensors = 1.1, or leave it out");
        _ = new MetricTolerance(Tolerance);
    }
}
