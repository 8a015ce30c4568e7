using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>The fixture's own training from one seed, taken twice.</summary>
    internal RepeatedTraining RepeatedTraining => Recording(ModelTests.RepeatedTraining.Record);
}

/// <summary>The fixture's own training from one seed, taken twice.</summary>
/// <param name="First">The first time.</param>
/// <param name="Second">The second time.</param>
internal sealed record RepeatedTraining(TrainingTrail First, TrainingTrail Second)
{
    /// <summary>Enough for a random choice in the model, the loss or the step to be made.</summary>
    public const int Steps = 4;

    public static RepeatedTraining Record(Func<Subject> create, RunBudget budget) => new(Once(create, budget), Once(create, budget));

    public static TrainingTrail Once(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var initial = TrainingTrail.State(subject);
        var batches = TrainingSteps.BatchesFor(Steps, subject).Take(Steps).ToList();
        _ = subject.Training;
        var taken = new List<TrainingTrailStep>();
        for (var step = 1; step <= Steps; step++)
        {
            budget.Step($"in training step {step} of {Steps}");
            taken.Add(TrainingTrail.Step(subject, batches[step - 1], step));
        }
        return new TrainingTrail(initial, [.. batches.Select(Fingerprint)], taken);
    }

    private static string Fingerprint(Batch batch) => string.Join(" ", batch.Tensors.Select(TensorFingerprint.Of));
}

/// <summary>What a training went through, in fingerprints that are equal only for equal bits.</summary>
/// <param name="Initial">The parameters and buffers of the new model.</param>
/// <param name="Batches">The batches, in order.</param>
/// <param name="Taken">The steps, in order.</param>
internal sealed record TrainingTrail(IReadOnlyList<StateEntry> Initial, IReadOnlyList<string> Batches, IReadOnlyList<TrainingTrailStep> Taken)
{
    /// <summary>The first step, from 1, after which something is not finite; null when all is.</summary>
    public int? FirstNonFiniteStep => Taken.TakeWhile(step => step.IsFinite).Count() is var finite && finite < Taken.Count ? finite + 1 : null;

    /// <summary>Takes a step, seeded by its number, and notes what it leaves.</summary>
    public static TrainingTrailStep Step(Subject subject, Batch batch, int step)
    {
        using var scope = NewDisposeScope();
        subject.Reseed(step);
        using var copy = batch.Clone();
        var loss = subject.TrainStep(copy) is { NumberOfElements: 1 } value ? value.ToDouble() : (double?)null;
        var finite = (loss is null || double.IsFinite(loss.Value)) && subject.Tree.Parameters.All(parameter => TensorScan.IsFinite(parameter.Tensor));
        return new TrainingTrailStep(loss, State(subject), finite);
    }

    public static IReadOnlyList<StateEntry> State(Subject subject) =>
        [.. subject.Tree.Parameters.Select(parameter => (parameter.Path, Tensor: (Tensor)parameter.Tensor)).Concat(subject.Tree.Buffers)
            .Select(entry => new StateEntry(entry.Path, Shape.Of(entry.Tensor), TensorFingerprint.Of(entry.Tensor)))];
}

/// <summary>What one training step left.</summary>
/// <param name="Loss">What it returned; null if it returned none.</param>
/// <param name="State">Parameters and buffers after it.</param>
/// <param name="IsFinite">Whether the loss and every parameter are finite.</param>
internal sealed record TrainingTrailStep(double? Loss, IReadOnlyList<StateEntry> State, bool IsFinite);

/// <summary>A parameter or buffer at some time.</summary>
internal sealed record StateEntry(string Path, string Size, string Fingerprint)
{
    /// <summary>Those of one list whose values differ in the other or that the other lacks.</summary>
    public static IReadOnlyList<StateEntry> Differences(IReadOnlyList<StateEntry> one, IReadOnlyList<StateEntry> other) =>
        [.. one.Except(other).Concat(other.Except(one)).DistinctBy(entry => entry.Path)];
}
