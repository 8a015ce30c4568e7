using System.Collections.Immutable;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace ModelTests.Benchmarks;

/// <summary>
/// Runs the sides of <see cref="TrainingBenchmark"/> by turns. BenchmarkDotNet would measure one side to its end and then the other, and a
/// machine that becomes slower in between would count as a difference; so each round is a job of its own, and the rounds are put in order.
/// </summary>
internal static class TrainingRounds
{
    private const int WarmUps = 1;
    private const int Iterations = 1;

    /// <summary>Takes a number of rounds with each model.</summary>
    /// <returns>By model, the rounds in their order.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<TrainingRound>> Of(IReadOnlyList<ReferenceModel> models, int rounds)
    {
        TrainingBenchmark.Chosen = [.. models.Select(model => model.Name)];
        var config = ManualConfig.CreateEmpty()
            .AddLogger(NullLogger.Instance)
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .WithOrderer(new ByTurns())
            .WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(Path.Combine(Repository.Artifacts, "speed", "rounds"))
            .AddJob([.. Enumerable.Range(1, rounds).Select(Round)]);
        var summary = BenchmarkRunner.Run<TrainingBenchmark>(config);
        if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
            throw new StepFailed($"BenchmarkDotNet did not run every side: {string.Join("; ", summary.ValidationErrors.Select(error => error.Message))}");
        return summary.Reports.GroupBy(report => ModelOf(report.BenchmarkCase)).ToDictionary(
            model => model.Key,
            model => (IReadOnlyList<TrainingRound>)[.. model.GroupBy(report => report.BenchmarkCase.Job.Id).OrderBy(round => round.Key, StringComparer.Ordinal).Select(RoundOf)]);
    }

    private static Job Round(int number) => new Job($"round {number:000}")
        // A new process for each side of each round would spend more time on loading libtorch than on steps.
        .WithToolchain(InProcessNoEmitToolchain.DontLogOutput)
        .WithStrategy(RunStrategy.Monitoring)
        .WithWarmupCount(WarmUps).WithIterationCount(Iterations).WithInvocationCount(1).WithUnrollFactor(1);

    private static TrainingRound RoundOf(IEnumerable<BenchmarkReport> sides)
    {
        var seconds = sides.ToDictionary(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name, report => report.ResultStatistics!.Median / 1e9);
        return new TrainingRound(seconds[nameof(TrainingBenchmark.Bare)], seconds[nameof(TrainingBenchmark.Stepped)], seconds[nameof(TrainingBenchmark.Watched)]);
    }

    private static string ModelOf(BenchmarkCase side) => (string)side.Parameters[nameof(TrainingBenchmark.Model)];

    /// <summary>Model by model, and of each the rounds: bare, stepped, watched, bare, stepped, watched …</summary>
    private sealed class ByTurns : DefaultOrderer
    {
        public override IEnumerable<BenchmarkCase> GetExecutionOrder(ImmutableArray<BenchmarkCase> sides, IEnumerable<BenchmarkLogicalGroupRule>? order = null) =>
            [.. sides.OrderBy(side => TrainingBenchmark.Chosen.ToList().IndexOf(ModelOf(side)))
                .ThenBy(side => side.Job.Id, StringComparer.Ordinal).ThenBy(side => side.Descriptor.MethodIndex)];
    }
}

/// <summary>The medians of one round, in seconds for the same number of steps.</summary>
internal sealed record TrainingRound(double Bare, double Stepped, double Watched);
