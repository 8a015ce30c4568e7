using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace ModelTests.Benchmarks;

/// <summary>
/// What BenchmarkDotNet runs: training steps without the library and with it, by turns. The speed of a shared machine changes within a tenth of a second by
/// more than the library costs, so the sides change after each step, and their times are taken here. Which comes first is drawn anew for each turn: the
/// one that follows another finds the cache full of what that one left.
/// </summary>
public class TrainingBenchmark : IDisposable
{
    /// <summary>Enough for the batches not to be in the processor's cache all the time.</summary>
    private const int Batches = 8;

    private const int Sides = 3;

    private readonly Random order = new(0);
    private ReferenceModel model = ReferenceModel.Standard[0];
    private BareTraining? bare;
    private WatchedTraining? stepped;
    private WatchedTraining? watched;

    /// <summary>Set before a run: which models it takes.</summary>
    public static IReadOnlyList<string> Chosen { get; set; } = [];

    /// <summary>For BenchmarkDotNet.</summary>
    public static IEnumerable<string> Models => Chosen;

    /// <summary>The model's name.</summary>
    [ParamsSource(nameof(Models))]
    public string Model { get; set; } = "";

    /// <summary>What was measured so far, by model; the warm-up is the first.</summary>
    internal static Dictionary<string, List<TrainingRound>> Rounds { get; } = [];

    [GlobalSetup]
    public void SetUp()
    {
        // BenchmarkDotNet runs on a thread of its own, and the number belongs to the thread.
        set_num_threads(1);
        manual_seed(42);
        model = ReferenceModel.Named(Model);
        Rounds[Model] = [];
        bare = new BareTraining(model.Create, [.. model.Data().TrainingBatches().Take(Batches).Select(batch => (batch.Input, batch.Target))]);
        stepped = new WatchedTraining(model.Recipes, Batches, watches: false);
        watched = new WatchedTraining(model.Recipes, Batches);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        bare?.Dispose();
        stepped?.Dispose();
        watched?.Dispose();
        (bare, stepped, watched) = (null, null, null);
        GC.SuppressFinalize(this);
    }

    /// <summary>One round: the hand-written loop; the steps as a check takes them, with nothing watched; and with everything watched.</summary>
    [Benchmark]
    public void ByTurns()
    {
        Action[] steps = [bare!.Step, stepped!.Step, watched!.Step];
        int[] turn = [.. Enumerable.Range(0, Sides)];
        var ticks = new long[Sides];
        for (var taken = 0; taken < model.StepsInARound; taken++)
        {
            order.Shuffle(turn);
            foreach (var side in turn)
            {
                var start = Stopwatch.GetTimestamp();
                steps[side]();
                ticks[side] += Stopwatch.GetTimestamp() - start;
            }
        }
        Rounds[Model].Add(new TrainingRound(ticks[0], ticks[1], ticks[2]));
    }
}

/// <summary>How long each side took for the same number of steps, in ticks of <see cref="Stopwatch"/>.</summary>
internal sealed record TrainingRound(double Bare, double Stepped, double Watched);
