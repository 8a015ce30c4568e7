using System.Diagnostics;
using static TorchSharp.torch;

namespace ModelTests.Benchmarks;

/// <summary>Trains in a process of its own, because the peak of a process never falls.</summary>
internal static class MemoryTask
{
    private const int Batches = 8;

    /// <summary>The largest resident memory of this process so far, in MB, after the training.</summary>
    public static double PeakAfter(ReferenceModel model, bool watched, int steps)
    {
        set_num_threads(1);
        manual_seed(42);
        if (watched)
        {
            using var training = new WatchedTraining(model.Recipes, Batches);
            Repeat(training.Step, steps);
        }
        else
        {
            using var training = new BareTraining(model.Create, [.. model.Data().TrainingBatches().Take(Batches).Select(batch => (batch.Input, batch.Target))]);
            Repeat(training.Step, steps);
        }
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1e6;
    }

    private static void Repeat(Action step, int times)
    {
        for (var i = 0; i < times; i++)
            step();
    }
}
