using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What one training step takes.</summary>
    internal StepCost StepCost => Recording(ModelTests.StepCost.Record);
}

/// <summary>What one training step takes of time and of tensors.</summary>
/// <param name="Time">Its time as a multiple of that of the calibration, a fixed multiplication of matrices in the same process: the median over several steps.</param>
/// <param name="LiveTensors">The most tensors that a step had alive at once, seen after each layer that is called with <c>.call()</c> and at its end.</param>
internal sealed record StepCost(double Time, long LiveTensors)
{
    /// <summary>First steps allocate memory and the optimizer's state.</summary>
    private const int FirstSteps = 3;

    private const int Steps = 21;

    /// <summary>Two square matrices of this size, so often: 2 · 192³ · 8 = 1.1e8 operations, a few milliseconds on one thread.</summary>
    private const int MatrixSize = 192;

    private const int Multiplications = 8;

    public static StepCost Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var batches = TrainingSteps.BatchesFor(1, subject);
        var matrix = ones(MatrixSize, MatrixSize);
        for (var step = 1; step <= FirstSteps; step++)
            _ = Timed(() => Step(subject, batches, step, budget));
        var ratios = new List<double>();
        for (var step = FirstSteps + 1; step <= FirstSteps + Steps; step++)
        {
            // Next to each other, so that a machine that is busy for a while slows both.
            var calibration = Timed(() => Multiply(matrix));
            ratios.Add(Timed(() => Step(subject, batches, step, budget)) / calibration);
        }
        return new StepCost(ratios.Order().ElementAt(Steps / 2), MostAlive(subject, batches, budget));
    }

    private static void Step(Subject subject, IReadOnlyList<Batch> batches, int step, RunBudget budget)
    {
        budget.Step("while timing a training step");
        using var scope = NewDisposeScope();
        subject.Reseed(step);
        _ = subject.TrainStep(batches[step % batches.Count].Clone());
        // A device computes on its own: the step has ended when a value of it is there.
        _ = subject.Tree.Parameters[0].Tensor.sum().ToDouble();
    }

    private static void Multiply(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < Multiplications; i++)
            _ = matrix.matmul(matrix);
    }

    private static double Timed(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static long MostAlive(Subject subject, IReadOnlyList<Batch> batches, RunBudget budget)
    {
        budget.Step("while counting the tensors of a training step");
        using var scope = NewDisposeScope();
        using var trace = new ForwardTrace(subject.Tree);
        var batch = batches[0].Clone();
        var before = Alive;
        var most = 0L;
        trace.Finished = (_, _) => most = Math.Max(most, Alive - before);
        subject.Reseed();
        _ = subject.TrainStep(batch);
        return Math.Max(most, Alive - before);
    }

    private static long Alive => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
