using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace ModelTests.Benchmarks;

/// <summary>Has BenchmarkDotNet run <see cref="TrainingBenchmark"/>, in this process.</summary>
internal static class TrainingRounds
{
    private const int WarmUps = 1;

    /// <summary>Takes a number of rounds with each model.</summary>
    /// <returns>By model, the rounds in their order.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<TrainingRound>> Of(IReadOnlyList<ReferenceModel> models, int rounds)
    {
        TrainingBenchmark.Chosen = [.. models.Select(model => model.Name)];
        var config = ManualConfig.CreateEmpty()
            .AddLogger(NullLogger.Instance)
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(Path.Combine(Repository.Artifacts, "speed", "rounds"))
            // A new process for each model would spend more time on loading libtorch than on steps.
            .AddJob(new Job().WithToolchain(InProcessNoEmitToolchain.DontLogOutput)
                .WithStrategy(RunStrategy.Monitoring)
                .WithWarmupCount(WarmUps).WithIterationCount(rounds).WithInvocationCount(1).WithUnrollFactor(1));
        var summary = BenchmarkRunner.Run<TrainingBenchmark>(config);
        if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
            throw new StepFailed($"BenchmarkDotNet did not run every model: {string.Join("; ", summary.ValidationErrors.Select(error => error.Message))}");
        return models.ToDictionary(model => model.Name, model => (IReadOnlyList<TrainingRound>)[.. TrainingBenchmark.Rounds[model.Name].TakeLast(rounds)]);
    }
}
