using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class QualityRunsTests
{
    [Fact]
    public void An_epoch_has_every_sample_once_and_no_batch_that_is_not_full()
    {
        using var scope = NewDisposeScope();
        var samples = new HeldOutSamples([new Batch(arange(10).unsqueeze(1), arange(10))], new Batch(zeros(1, 1), zeros(1)), 4);
        var batches = samples.Epoch(new Random(1)).ToList();
        Assert.Equal([4L, 4L], batches.Select(batch => batch.Size));
        Assert.Equal(8, batches.SelectMany(batch => batch.Target.data<long>()).Distinct().Count());
    }

    [Fact]
    public void Validation_batches_are_what_is_held_out()
    {
        var runs = new Evidence(new Validated()).QualityAfter(seeds: 2, steps: 1);
        Assert.Equal((40, 24), (runs.TrainingSamples, runs.HeldOutSamples));
    }

    [Fact]
    public void The_same_seeds_give_the_same_figures_and_other_seeds_others()
    {
        var first = Losses(0);
        Assert.Equal(first, Losses(0));
        Assert.Equal(4, first.Concat(Losses(1)).Distinct().Count());

        static IReadOnlyList<double> Losses(int seed) => new Evidence(new ClassifierFixture(), seed).QualityAfter(seeds: 2, steps: 3).Metrics.Single(metric => metric.Name == "loss").Values;
    }

    [Fact]
    public void A_share_is_resolved_to_a_sample_and_a_mean_to_a_samples_part_of_it()
    {
        Assert.Equal(0.01, new MetricRuns("accuracy", true, [0.5, 0.51], 100, null).Resolution);
        Assert.Equal(0.02, new MetricRuns("loss", false, [1.9999, 2.0001], 100, null).Resolution, 6);
    }

    [Fact]
    public void Two_metrics_of_one_name_are_refused() =>
        Assert.Contains("\"F1\" 2 times", Assert.Throws<FixtureException>(() => new Evidence(new Repeated()).QualityAfter(seeds: 2, steps: 1)).Message, StringComparison.Ordinal);

    private sealed class Validated : ClassifierFixture
    {
        public override ModelData CreateData() => ModelData.From(Batches(5), Batches(3), new LearningTask.Classification(4));

        private static List<Batch> Batches(int count) => [.. Enumerable.Range(0, count).Select(_ => new Batch(randn(8, 10), randint(0, 4, 8, int64)))];
    }

    private sealed class Repeated : ClassifierFixture
    {
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch) => [new("F1", 0), new("F1", 0)];
    }
}
