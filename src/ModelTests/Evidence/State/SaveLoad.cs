using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>A trained model, saved and loaded into a fresh one.</summary>
    internal SaveLoad SaveLoad => Recorded(() => SaveLoad.Record(Create, () => CreateWith(Seed + 1), Budget)).Value;

    /// <summary>A subject after another seed than the fixture's.</summary>
    private Subject CreateWith(int seed)
    {
        _ = Facts;
        return abandoned is null ? new Subject(Recipes, seed) : throw abandoned;
    }
}

/// <summary>
/// A model after a few training steps, saved to a stream and loaded into a fresh one that was built after another seed, so that nothing is equal by chance.
/// </summary>
internal sealed record SaveLoad
{
    /// <summary>Enough for state that training collects to differ from its start.</summary>
    public const int Steps = 3;

    /// <summary>Why the round trip could not be made or compared; null when it was.</summary>
    public string? Inconclusive { get; init; }

    /// <summary>What saving or loading threw.</summary>
    public string? Thrown { get; init; }

    /// <summary>How many parameters and buffers were compared.</summary>
    public int Compared { get; init; }

    /// <summary>Parameters and buffers that are missing or other after loading.</summary>
    public IReadOnlyList<Finding> Tensors { get; init; } = [];

    /// <summary>The first output that differs between the saved and the loaded model.</summary>
    public OutputDifference? Output { get; init; }

    /// <summary>Modules and tensors that are not registered, and so not saved.</summary>
    public IReadOnlyList<string> Unregistered { get; init; } = [];

    /// <summary>Fields whose values differ between the saved and the loaded model.</summary>
    public IReadOnlyList<(string Path, string Saved, string Loaded)> Fields { get; init; } = [];

    public static SaveLoad Record(Func<Subject> create, Func<Subject> createOther, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var trained = create();
        var batch = trained.Batches(1)[0];
        TrainingSteps.Replay(trained, Steps, budget);
        budget.Step("while saving the model and loading it into a fresh one");
        if (trained.Model is jit.ScriptModule)
            return new SaveLoad { Inconclusive = "a TorchScript module is saved with its code by torch.jit.save, not by its state alone" };

        using var fresh = createOther();
        // What builds its layers when it is first called, or moves the model before training, has the same shape only after that.
        _ = fresh.Training;
        _ = Evaluated(fresh, batch);
        try
        {
            SavedModel.Of(trained.Tree).LoadInto(fresh.Tree);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new SaveLoad { Thrown = $"{exception.GetType().Name}: {Recipe.FirstLine(exception.Message)}", Tensors = [.. Differences(trained.Tree, fresh.Tree, namesOnly: true)] };
        }
        var result = new SaveLoad { Compared = State(trained.Tree).Count(), Tensors = [.. Differences(trained.Tree, fresh.Tree, namesOnly: false)] };
        var saved = Evaluated(trained, batch);
        var loaded = Evaluated(fresh, batch);
        if (saved is null || loaded is null || OutputDifference.Between(saved, loaded) is not { } difference)
            return result;
        if (OutputDifference.Between(saved, Evaluated(trained, batch)!) is not null)
            return result with { Inconclusive = "equally seeded passes of one model differ in evaluation mode, so that outputs cannot be compared; see [EvalIsDeterministic]" };
        return result with
        {
            Output = difference,
            Unregistered = [.. HeldComponents.Unregistered(trained.Model, trained.Tree).Select(held => held.Path)],
            Fields = PlainValue.Differences(PlainState.Of(trained.Model, trained.Tree), PlainState.Of(fresh.Model, fresh.Tree)),
        };
    }

    /// <summary>The outputs in evaluation mode after one and the same seed; null when the fixture does not say how the model is called.</summary>
    private static List<Tensor>? Evaluated(Subject subject, Batch batch)
    {
        using var evaluating = subject.Tree.Evaluating();
        using var untracked = no_grad();
        using var copy = batch.Clone();
        // Both models draw the same numbers in their passes, whatever their initial weights were drawn from.
        manual_seed(Steps);
        try
        {
            return [.. subject.Forward(copy).Tensors.Select(tensor => tensor.detach().clone())];
        }
        catch (FixtureException) when (!subject.HasLoss(batch) && subject.DefinesTrainStep)
        {
            return null;
        }
    }

    private static IEnumerable<(string Path, Tensor Tensor)> State(ModelTree tree) =>
        tree.AllParameters.Select(parameter => (parameter.Path, (Tensor)parameter.Tensor)).Concat(tree.Buffers);

    private static IEnumerable<Finding> Differences(ModelTree saved, ModelTree loaded, bool namesOnly)
    {
        var after = State(loaded).GroupBy(entry => entry.Path).ToDictionary(group => group.Key, group => group.First().Tensor);
        foreach (var (path, tensor) in State(saved))
        {
            if (!after.Remove(path, out var other))
                yield return new Finding(path, Shape.Of(tensor), "the fresh model has no such parameter or buffer");
            else if (!tensor.shape.SequenceEqual(other.shape))
                yield return new Finding(path, Shape.Of(tensor), $"has shape {Shape.Of(other)} in the fresh model");
            else if (!namesOnly && TensorFingerprint.Of(tensor) != TensorFingerprint.Of(other))
                yield return new Finding(path, Shape.Of(tensor), "other values after loading");
        }
        foreach (var (path, tensor) in after)
            yield return new Finding(path, Shape.Of(tensor), "only the fresh model has it");
    }
}
