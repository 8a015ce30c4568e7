using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace ModelTests.Benchmarks;

/// <summary>What BenchmarkDotNet measures: a number of training steps without the library, and the same with it.</summary>
public class TrainingBenchmark : IDisposable
{
    /// <summary>Enough for the batches not to be in the processor's cache all the time.</summary>
    private const int Batches = 8;

    private ReferenceModel model = ReferenceModel.Standard[0];
    private BareTraining? bare;
    private WatchedTraining? watched;

    /// <summary>Set before a run: which models it takes.</summary>
    public static IReadOnlyList<string> Chosen { get; set; } = [];

    /// <summary>For BenchmarkDotNet.</summary>
    public static IEnumerable<string> Models => Chosen;

    /// <summary>The model's name.</summary>
    [ParamsSource(nameof(Models))]
    public string Model { get; set; } = "";

    [GlobalSetup(Target = nameof(Bare))]
    public void SetUpBare()
    {
        SetUp();
        bare = new BareTraining(model.Create, [.. Read().Select(batch => (batch.Input, batch.Target))]);
    }

    [GlobalSetup(Target = nameof(Stepped))]
    public void SetUpStepped()
    {
        SetUp();
        watched = new WatchedTraining(model.Recipes, Batches, watches: false);
    }

    [GlobalSetup(Target = nameof(Watched))]
    public void SetUpWatched()
    {
        SetUp();
        watched = new WatchedTraining(model.Recipes, Batches);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        bare?.Dispose();
        watched?.Dispose();
        (bare, watched) = (null, null);
        GC.SuppressFinalize(this);
    }

    /// <summary>The hand-written loop.</summary>
    [Benchmark(Baseline = true)]
    public void Bare()
    {
        for (var step = 0; step < model.StepsAtATime; step++)
            bare!.Step();
    }

    /// <summary>As a check takes its steps, with nothing watched.</summary>
    [Benchmark]
    public int Stepped() => TakeWatched();

    /// <summary>With everything watched.</summary>
    [Benchmark]
    public int Watched() => TakeWatched();

    private int TakeWatched()
    {
        for (var step = 0; step < model.StepsAtATime; step++)
            watched!.Step();
        return watched!.Moved;
    }

    private void SetUp()
    {
        // BenchmarkDotNet runs each side on a thread of its own, and the number belongs to the thread.
        set_num_threads(1);
        manual_seed(42);
        model = ReferenceModel.Named(Model);
    }

    private IEnumerable<Batch> Read()
    {
        var data = model.Data();
        return data.TrainingBatches().Take(Batches);
    }
}
