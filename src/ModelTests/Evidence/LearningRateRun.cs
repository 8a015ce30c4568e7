using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>The learning rate over training steps, for as long as it grows.</summary>
    internal LearningRateRun LearningRate => Recording(LearningRateRun.Record);
}

/// <summary>The learning rate of the fixture's own training steps, followed for as long as each step has a higher one than the step before.</summary>
/// <param name="Rates">The largest rate of each step.</param>
/// <param name="Base">The rate that the optimizer was created with; a warm-up ends there.</param>
internal sealed record LearningRateRun(IReadOnlyList<double> Rates, double Base)
{
    /// <summary>A constant rate is known after two steps; a factor of 1.02 passes a hundredfold in 233.</summary>
    private const int MostSteps = 250;

    public static LearningRateRun Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        using var batch = SmallBatch.From(subject);
        var groups = subject.Training.Optimizers.SelectMany(optimizer => optimizer.ParamGroups).ToList();
        var rates = new List<double> { Largest(groups.Select(group => group.LearningRate)) };
        for (var step = 1; step <= MostSteps; step++)
        {
            budget.Step($"while following the learning rate, step {step}");
            using var stepScope = NewDisposeScope();
            using var copy = batch.Clone();
            subject.Reseed();
            _ = subject.TrainStep(copy);
            rates.Add(Largest(groups.Select(group => group.LearningRate)));
            // A schedule that steps every few batches stands still in between.
            if (step >= 5 && rates[^1] <= rates[rates.Count / 2])
                break;
        }
        return new LearningRateRun(rates, Largest(groups.Select(group => group.InitialLearningRate)));
    }

    private static double Largest(IEnumerable<double> rates) => rates.DefaultIfEmpty(0).Max();
}
