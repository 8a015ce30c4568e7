using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    private readonly Dictionary<(int Seeds, int Steps), Recorded<QualityRuns>> qualityRuns = [];

    /// <summary>Short trainings with several seeds, and how good the models are afterwards.</summary>
    internal QualityRuns QualityAfter(int seeds, int steps)
    {
        if (!qualityRuns.TryGetValue((seeds, steps), out var runs))
            qualityRuns[(seeds, steps)] = runs = new(() => QualityRuns.Record(CreateAt, seeds, steps, Budget));
        return runs.Value;
    }
}

/// <summary>
/// Short trainings with the fixture's own training step, with other initial weights, noise and order of the samples for each seed, and the figures on the same held-out samples after each.
/// </summary>
/// <param name="Seed">The fixture's seed, which also chooses the held-out samples.</param>
/// <param name="Steps">Training steps of each run.</param>
/// <param name="TrainingSamples">How many samples were trained on.</param>
/// <param name="HeldOutSamples">How many were held out.</param>
/// <param name="Parameters">Every parameter with its shape, in the model's order.</param>
/// <param name="Metrics">The fixture's metrics in its order, then the loss.</param>
internal sealed record QualityRuns(
    int Seed, int Steps, long TrainingSamples, long HeldOutSamples, IReadOnlyList<(string Path, IReadOnlyList<long> Size)> Parameters, IReadOnlyList<MetricRuns> Metrics)
{
    /// <summary>The held-out loss as a metric. Losses move before accuracies do.</summary>
    public const string Loss = "loss";

    /// <summary>Seeds are far from each other, so that no two trainings share noise: each step has a seed of its own.</summary>
    private const int SeedDistance = 100_000;

    public static QualityRuns Record(Func<int, Subject> create, int seeds, int steps, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var reader = create(0);
        var samples = ModelTests.HeldOutSamples.BySplitOf(reader.CreateData()) ?? throw new FixtureException(
            $"the data is too small to hold {ModelTests.HeldOutSamples.Fewest} samples out, so nothing says how good a trained model is",
            $"give CreateData validation batches, or at least {4 * ModelTests.HeldOutSamples.Fewest} training samples");
        var runs = new List<IReadOnlyList<Metric>>();
        IReadOnlyList<double?> errors = [];
        for (var seed = 0; seed < seeds; seed++)
        {
            using var subject = create(seed * SeedDistance);
            Train(subject, samples, steps, new Random(seed), $"with seed {seed + 1} of {seeds}", budget);
            runs.Add(Judged(subject, samples.HeldOut));
            RequireSameNames(runs[0], runs[^1]);
            if (seed == 0)
                errors = SamplingError.Of(samples.HeldOut, part => [.. Judged(subject, part).Select(metric => metric.Value)]);
        }
        return new QualityRuns(reader.Seed, steps, samples.TrainingSize, samples.HeldOut.Size,
            [.. reader.Tree.Parameters.Select(parameter => (parameter.Path, (IReadOnlyList<long>)parameter.Tensor.shape))],
            [.. runs[0].Select((metric, i) => new MetricRuns(metric.Name, metric.HigherIsBetter, [.. runs.Select(run => run[i].Value)], Rows(samples.HeldOut), errors.ElementAtOrDefault(i)))]);
    }

    private static void Train(Subject subject, HeldOutSamples samples, int steps, Random random, string which, RunBudget budget)
    {
        var step = 0;
        while (step < steps)
        {
            foreach (var batch in samples.Epoch(random).Take(steps - step))
            {
                step++;
                budget.Step($"in training step {step} of {steps} {which}; fewer Steps or Seeds take less time");
                using var scope = NewDisposeScope();
                using (batch)
                {
                    subject.Reseed(step);
                    _ = subject.TrainStep(batch);
                }
            }
        }
    }

    private static List<Metric> Judged(Subject subject, Batch heldOut)
    {
        using var scope = NewDisposeScope();
        using var evaluating = subject.Tree.Evaluating();
        using var untracked = no_grad();
        var batch = heldOut.Clone();
        subject.Reseed();
        var output = subject.Forward(batch);
        var metrics = subject.Metrics(output, batch).ToList();
        if (subject.HasLoss(batch) && !metrics.Exists(metric => metric.Name == Loss))
            metrics.Add(new Metric(Loss, subject.Loss(output, batch).ToDouble(), HigherIsBetter: false));
        if (metrics.Count == 0)
            throw new FixtureException("the fixture has no Loss and no Metrics, so nothing says how good a trained model is", "override Metrics");
        if (metrics.GroupBy(metric => metric.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new FixtureException($"Metrics gives \"{twice.Key}\" {twice.Count()} times", "give every metric a name of its own");
        return metrics;
    }

    private static void RequireSameNames(IReadOnlyList<Metric> first, IReadOnlyList<Metric> other)
    {
        if (!first.Select(metric => metric.Name).SequenceEqual(other.Select(metric => metric.Name)))
        {
            throw new FixtureException($"Metrics gives {string.Join(", ", first.Select(metric => metric.Name))} for one training and {string.Join(", ", other.Select(metric => metric.Name))} for another",
                "give the same metrics in the same order each time, NaN where one is not defined");
        }
    }

    /// <summary>What a figure is taken over; the rows of the target where rows are not samples, such as the nodes of a graph.</summary>
    private static long Rows(Batch batch) => batch.Separable ? batch.Size : batch.Targets.Where(target => target.dim() > 0).Select(target => target.shape[0]).DefaultIfEmpty(batch.Inputs[0].shape.FirstOrDefault(1)).First();
}
