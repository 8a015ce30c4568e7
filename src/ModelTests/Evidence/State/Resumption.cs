using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>A training that was interrupted and resumed, next to one that was not.</summary>
    internal Resumption Resumption => Recording(ModelTests.Resumption.Record);
}

/// <summary>A training that was interrupted and resumed with a fresh model from a <see cref="Checkpoint"/>, next to one that was not.</summary>
internal sealed record Resumption
{
    /// <summary>Steps before the interruption: enough for averages, momentum and counters to be other than at the start.</summary>
    public const int Before = 3;

    /// <summary>Steps after it.</summary>
    public const int After = 3;

    /// <summary>Why nothing can be said; null when the trainings were compared.</summary>
    public string? Inconclusive { get; init; }

    /// <summary>The first step, from 1, after which something differs; null when all are equal.</summary>
    public int? FirstDifferentStep { get; init; }

    /// <summary>What differs after that step: learning rates, parameters and buffers, optimizer state, loss.</summary>
    public IReadOnlyList<Finding> Differences { get; init; } = [];

    /// <summary>What the uninterrupted training held where the other was resumed, and the resumed one does not.</summary>
    public IReadOnlyList<(string Path, string Held, string Resumed)> Lost { get; init; } = [];

    public static Resumption Record(Func<Subject> create, RunBudget budget)
    {
        try
        {
            return Compare(create, budget);
        }
        catch (CheckpointException exception)
        {
            return new Resumption { Inconclusive = exception.Message };
        }
    }

    private static Resumption Compare(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var batches = TrainingSteps.BatchesFor(Before + After, subject);
        var before = Take(subject, batches, 1, Before, budget);
        var checkpoint = new Checkpoint(subject, Before);
        var held = Outside(subject);
        var uninterrupted = Take(subject, batches, Before + 1, After, budget);
        if (before.Concat(uninterrupted).Any(step => !step.Trail.IsFinite))
            return new Resumption { Inconclusive = "training is not finite, and NaN equals nothing; see [NoNonFinite]" };

        using var fresh = create();
        _ = fresh.Training;
        checkpoint.RestoreInto(fresh);
        var lost = PlainValue.Differences(held, Outside(fresh));
        var resumed = Take(fresh, batches, Before + 1, After, budget);
        if (FirstDifference(uninterrupted, resumed) is not { } first)
            return new Resumption();
        using var again = create();
        return FirstDifference([.. before, .. uninterrupted], Take(again, batches, 1, Before + After, budget)) is null
            ? new Resumption { FirstDifferentStep = Before + first + 1, Differences = ResumedStep.Differences(uninterrupted[first], resumed[first]), Lost = lost }
            : new Resumption { Inconclusive = "two uninterrupted trainings from the same seed differ as well; see [TrainingIsReproducible]" };
    }

    private static List<ResumedStep> Take(Subject subject, IReadOnlyList<Batch> batches, int first, int count, RunBudget budget)
    {
        var taken = new List<ResumedStep>();
        for (var step = first; step < first + count; step++)
        {
            budget.Step($"in training step {step} of {Before + After}");
            taken.Add(new ResumedStep(TrainingTrail.Step(subject, batches[step - 1], step), LearningRates(subject), FieldValues.Of([.. subject.Training.Optimizers.OfType<OptimizerHelper>()])));
        }
        return taken;
    }

    private static IReadOnlyList<double> LearningRates(Subject subject) =>
        [.. subject.Training.Optimizers.SelectMany(optimizer => optimizer.ParamGroups ?? []).Select(group => group.LearningRate)];

    /// <summary>The place in the lists of the first step that differs; null when all are equal.</summary>
    private static int? FirstDifference(List<ResumedStep> one, List<ResumedStep> other)
    {
        for (var i = 0; i < one.Count; i++)
        {
            if (ResumedStep.Differences(one[i], other[i]).Count > 0)
                return i;
        }
        return null;
    }

    /// <summary>What the model and its training hold beside the state dicts: fields, modes, what is frozen, and modules that are not the model's.</summary>
    private static Dictionary<string, PlainValue> Outside(Subject subject)
    {
        var tree = subject.Tree;
        var values = new Dictionary<string, PlainValue>();
        Add(PlainState.Of(subject.Model, tree).Concat(PlainState.Of(subject.Training, tree)));
        Add(tree.Parameters.Select(parameter => Flag(parameter.Path, "requires_grad", parameter.Tensor.requires_grad)));
        Add(tree.Modules.Select(entry => Flag(entry.Path, "training", entry.Module.training)));
        var known = tree.Modules.Select(entry => entry.Module).ToHashSet();
        var strangers = HeldComponents.ModulesOf(subject.Training).Where(entry => !known.Contains(entry.Module))
            .Concat(HeldComponents.Unregistered(subject.Model, tree).Where(held => held.Value is nn.Module).Select(held => (held.Path, Module: (nn.Module)held.Value)));
        foreach (var (path, module) in strangers)
            Add(module.state_dict().Select(entry => KeyValuePair.Create($"{path}.{ModelTree.Clean(entry.Key)}", PlainValue.Of(entry.Value))));
        return values;

        void Add(IEnumerable<KeyValuePair<string, PlainValue>> entries)
        {
            foreach (var (path, value) in entries)
                values.TryAdd(path, value);
        }
    }

    private static KeyValuePair<string, PlainValue> Flag(string path, string name, bool value)
    {
        var text = value ? "true" : "false";
        return KeyValuePair.Create(path.Length == 0 ? name : $"{path}.{name}", new PlainValue(text, text));
    }
}

/// <summary>What one training step left, with the state of the optimizers.</summary>
/// <param name="Trail">Loss, parameters and buffers.</param>
/// <param name="LearningRates">Of every parameter group, after the step.</param>
/// <param name="Optimizers">State and options by name.</param>
internal sealed record ResumedStep(TrainingTrailStep Trail, IReadOnlyList<double> LearningRates, IReadOnlyDictionary<string, string> Optimizers)
{
    /// <summary>Learning rates first, which move all else; then parameters and buffers, optimizer state, and the loss.</summary>
    public static IReadOnlyList<Finding> Differences(ResumedStep uninterrupted, ResumedStep resumed)
    {
        var findings = new List<Finding>();
        if (uninterrupted.LearningRates.Zip(resumed.LearningRates).FirstOrDefault(pair => !pair.First.Equals(pair.Second)) is var (one, other) && !one.Equals(other))
            findings.Add(new Finding("learning rate", "", $"{Figures.Of(one)} without interruption, {Figures.Of(other)} after resuming"));
        findings.AddRange(StateEntry.Differences(uninterrupted.Trail.State, resumed.Trail.State).Select(entry => new Finding(entry.Path, entry.Size, "differs")));
        if (FieldValues.FirstDifference(uninterrupted.Optimizers, resumed.Optimizers) is { } state)
            findings.Add(new Finding("optimizer", "", $"{state} differs"));
        if (!uninterrupted.Trail.Loss.Equals(resumed.Trail.Loss))
            findings.Add(new Finding("loss", "", $"{uninterrupted.Trail.Loss:R} without interruption, {resumed.Trail.Loss:R} after resuming"));
        return findings;
    }
}
