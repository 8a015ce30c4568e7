using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Training steps leave nothing behind that grows from step to step.</summary>
/// <remarks>
/// What only waits for the garbage collector is no leak, nor is a memory that drops its oldest entries. A leak is what the collector cannot free: tensors that
/// something holds together with their graph, a few more after each step, or one tensor whose graph grows.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class NoTensorLeakAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "Training steps leave nothing behind that grows from step to step.";

    internal override Stage Stage => Stage.TrainingStep;

    internal override Verdict Judge(Evidence evidence)
    {
        var growth = evidence.TensorGrowth;
        if (growth.WithGraph.PerStep > 0)
        {
            var kept = growth.WithGraph;
            return Fails(kept, $"every training step leaves {Figures.Count(kept.PerStep, "live tensor")} behind, with the graph in which it was computed")
                .Because($"{Holder(kept)} keeps tensors of every step, and each keeps all that was computed on its way; the garbage collector cannot free them")
                .ChangeTo("keep numbers, loss.item<float>(), or loss.detach(), and drop the oldest");
        }
        if (growth.Chain is { } chain)
        {
            return Fails(chain, "every training step's graph stays alive: +1 graph per step")
                .Because($"{Holder(chain)} is computed from its value of the step before, with gradients, so its graph holds the graph of every step, as total += loss does")
                .ChangeTo("sum numbers, total += loss.item<float>(), or detached tensors, total += loss.detach()");
        }
        return growth.Values.PerStep > 0
            ? Verdict.CouldNotTell($"every training step leaves {Figures.Count(growth.Values.PerStep, "live tensor")} behind ({string.Join(", ", growth.Values.Sizes)}), held by {Holder(growth.Values)}, "
                + $"without their graphs, for at least {growth.Steps / 2} steps: a memory with a limit, or a leak; keep fewer to be told")
            : Verdict.Holds($"{Figures.Count(growth.Steps, "training step")} left no tensor behind that the garbage collector cannot free");
    }

    private static string Holder(KeptTensors kept) => kept.Holder.Length > 0 ? kept.Holder : "something outside of model and training, such as a static field or the fixture,";

    private static Verdict Fails(KeptTensors kept, string headline) => Verdict.Fails(headline)
        .At([new Finding(kept.Holder.Length > 0 ? $"TrainStep, {kept.Holder}" : "TrainStep", kept.Sizes[0], $"+{Figures.Count(kept.PerStep, "tensor")} per step"), .. kept.Sizes.Skip(1).Select(size => new Finding("live tensors", size, ""))])
        .ExemptBy("[Exempt(\"NoTensorLeak\", \"…\")]");
}
