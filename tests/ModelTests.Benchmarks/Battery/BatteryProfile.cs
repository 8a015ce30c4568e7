using System.Diagnostics;

namespace ModelTests.Benchmarks;

/// <summary>What each standard check of a model costs when all run one after another on the same evidence: what an earlier one recorded costs a later one nothing.</summary>
/// <param name="Model">Whose checks ran.</param>
/// <param name="Checks">In the order in which they ran.</param>
/// <param name="StepsBySize">All training steps, by the size of their batches.</param>
/// <param name="OverfitSteps">Those of the run that memorises a batch, which a model needs whoever trains it.</param>
internal sealed record BatteryProfile(ReferenceModel Model, IReadOnlyList<CheckCost> Checks, IReadOnlyDictionary<long, int> StepsBySize, int OverfitSteps)
{
    public int Steps => StepsBySize.Values.Sum();

    /// <summary>The steps that the checks take beyond those of the overfit run.</summary>
    public int FurtherSteps => Steps - OverfitSteps;

    /// <exception cref="StepFailed">A check fails: then what it costs to pass is not known.</exception>
    public static BatteryProfile Of(ReferenceModel model)
    {
        var recipes = new CountingRecipes(model.Recipes);
        var evidence = new Evidence(recipes);
        var checks = new List<CheckCost>();
        foreach (var planned in CheckPlan.For(recipes.FixtureType))
        {
            var (steps, passes, watch) = (recipes.Steps, recipes.Passes, Stopwatch.StartNew());
            var verdict = CheckRun.Of(planned, evidence);
            if (verdict.Outcome == Outcome.Fails)
                throw new StepFailed($"{planned.Name} fails on {model.Name}: {verdict.Headline}");
            checks.Add(new CheckCost(planned.Name, verdict.Outcome, recipes.Steps - steps, recipes.Passes - passes, watch.Elapsed.TotalSeconds));
        }
        return new BatteryProfile(model, checks, recipes.StepsBySize, evidence.SingleBatchIfRecorded?.StepsTaken ?? 0);
    }
}

/// <summary>What one check added.</summary>
/// <param name="Check">Its name.</param>
/// <param name="Outcome">What it answered.</param>
/// <param name="Steps">Training steps.</param>
/// <param name="Passes">Calls of the model outside of training steps.</param>
/// <param name="Seconds">On this machine, once.</param>
internal sealed record CheckCost(string Check, Outcome Outcome, int Steps, int Passes, double Seconds);
