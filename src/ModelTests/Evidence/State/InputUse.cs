using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What the recipes do to the batch that they are given.</summary>
    internal InputUse InputUse => Recording(ModelTests.InputUse.Record);
}

/// <summary>What the recipes do to the batch that they are given.</summary>
/// <param name="Changes">The tensors that the first recipe that changes any changes; empty when none does.</param>
/// <param name="Recipes">The recipes that were called, in order.</param>
internal sealed record InputUse(IReadOnlyList<InputChange> Changes, IReadOnlyList<string> Recipes)
{
    public static InputUse Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var batch = subject.Batches(1)[0];
        var hasLoss = subject.HasLoss(batch);
        var called = new List<string>();
        foreach (var training in new[] { false, true })
        {
            budget.Step($"in the forward call, watching its input, {(training ? "in train mode" : "in evaluation mode")}");
            using var pass = NewDisposeScope();
            using var given = batch.Clone();
            subject.Tree.Train(training);
            subject.Reseed();
            ModelOutput output;
            try
            {
                output = ForwardWatched(subject, batch, given, out var module);
                called.Add("Forward");
                if (InputChange.Between(batch, given, "Forward", module) is { Count: > 0 } changes)
                    return new InputUse(changes, called);
            }
            catch (FixtureException) when (!hasLoss && subject.DefinesTrainStep)
            {
                continue;
            }
            if (!hasLoss)
                continue;
            _ = subject.Loss(output, given);
            called.Add("Loss");
            if (InputChange.Between(batch, given, "Loss", null) is { Count: > 0 } changed)
                return new InputUse(changed, called);
        }

        budget.Step("in a training step, watching its batch");
        using var stepScope = NewDisposeScope();
        using var stepped = batch.Clone();
        subject.Reseed();
        _ = subject.TrainStep(stepped);
        called.Add("TrainStep");
        return new InputUse(InputChange.Between(batch, stepped, "TrainStep", null), [.. called.Distinct()]);
    }

    /// <param name="subject">The model.</param>
    /// <param name="batch">The batch as it was.</param>
    /// <param name="given">The batch that the model is given.</param>
    /// <param name="module">The innermost module that hooks saw running when the batch changed; null when they saw none.</param>
    private static ModelOutput ForwardWatched(Subject subject, Batch batch, Batch given, out ModuleCall? module)
    {
        ModuleCall? found = null;
        using var trace = new ForwardTrace(subject.Tree);
        trace.Entered = (_, _) => Look(trace.Running.Count > 1 ? trace.Running[^2] : null);
        trace.Finished = (call, _) => Look(call);
        var output = subject.Forward(given);
        module = found;
        return output;

        void Look(ModuleCall? running)
        {
            if (found is null && running is not null && InputChange.Between(batch, given, "", null).Count > 0)
                found = running;
        }
    }
}

/// <summary>A tensor of a batch that a recipe left other than it was.</summary>
/// <param name="Recipe">The recipe: "Forward", "Loss" or "TrainStep".</param>
/// <param name="Module">The module that was running; null when none could be told.</param>
/// <param name="Tensor">Which tensor: "input", "target 1".</param>
/// <param name="Size">Its shape before.</param>
/// <param name="Text">What happened to it.</param>
internal sealed record InputChange(string Recipe, ModuleCall? Module, string Tensor, string Size, string Text)
{
    public static IReadOnlyList<InputChange> Between(Batch before, Batch after, string recipe, ModuleCall? module) =>
        [.. Named(before).Zip(after.Tensors).Select(pair => Of(pair.First.Name, pair.First.Tensor, pair.Second)).OfType<InputChange>()
            .Select(change => change with { Recipe = recipe, Module = module })];

    private static InputChange? Of(string name, Tensor before, Tensor after)
    {
        if (after.IsInvalid)
            return new InputChange("", null, name, Shape.Of(before), "disposed");
        if (!before.shape.SequenceEqual(after.shape))
            return new InputChange("", null, name, Shape.Of(before), $"has shape {Shape.Of(after)} afterwards");
        if (before.Equals(after))
            return null;
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var changed = before.ne(after);
        // Missing values are NaN in some data, and NaN differs from itself.
        if (before.is_floating_point())
            changed = changed.logical_and(before.isnan().logical_and(after.isnan()).logical_not());
        var count = changed.sum().item<long>();
        return count == 0 ? null : new InputChange("", null, name, Shape.Of(before), $"{count} of {before.NumberOfElements} values changed in place");
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Named(Batch batch) =>
        batch.Inputs.Select((tensor, i) => (batch.Inputs.Count == 1 ? "input" : $"input {i}", tensor))
            .Concat(batch.Targets.Select((tensor, i) => (batch.Targets.Count == 1 ? "target" : $"target {i}", tensor)));
}
