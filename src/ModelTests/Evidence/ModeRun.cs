using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>In which modes the model is trained and evaluated, and what evaluation leaves behind.</summary>
    internal ModeRun Modes => Recording(ModeRun.Record);
}

/// <summary>One training step, one evaluation and one more training step: which modules were in which mode, and what evaluation changed.</summary>
/// <param name="EvaluatingInTraining">Modules that behave differently in training, and were in evaluation mode in every training step; frozen parts are left out.</param>
/// <param name="TrainingInTraining">How many such modules were in train mode.</param>
/// <param name="OnlyAfterEvaluation">Whether evaluation mode came from the evaluation before the second step.</param>
/// <param name="TrainingInEvaluation">Modules that behave differently in training, and were in train mode during evaluation.</param>
/// <param name="ChangedByEvaluation">Parameters and buffers whose values evaluation changed.</param>
/// <param name="Evaluated">Whether there was an evaluation to look at.</param>
internal sealed record ModeRun(IReadOnlyList<string> EvaluatingInTraining, int TrainingInTraining, bool OnlyAfterEvaluation,
    IReadOnlyList<string> TrainingInEvaluation, IReadOnlyList<string> ChangedByEvaluation, bool Evaluated)
{
    public static ModeRun Record(Func<Subject> create, RunBudget budget)
    {
        budget.Step("while looking at the modes of training and evaluation");
        using var scope = NewDisposeScope();
        using var subject = create();
        var batches = subject.Batches(3);
        var first = ModesOfStep(subject, batches[0]);
        var (during, changed) = Evaluate(subject, batches[1]);
        var second = ModesOfStep(subject, batches[2]);

        var suspicious = first.Concat(second).Any(entry => !entry.Value) || during?.Any(entry => entry.Value) == true;
        var sensitive = suspicious ? Sensitive(create, budget) : [];
        var relevant = sensitive.Where(path => !IsFrozen(subject, path)).ToList();
        var still = relevant.Where(path => !first[path] || !second[path]).ToList();
        return new ModeRun(still, relevant.Count - still.Count, still.Count > 0 && still.All(path => first[path]),
            during is null ? [] : [.. sensitive.Where(path => during.GetValueOrDefault(path))], changed, during is not null);
    }

    private static (Dictionary<string, bool>? During, List<string> Changed) Evaluate(Subject subject, Batch batch)
    {
        if (!subject.DefinesEvaluate && !subject.HasLoss(batch))
            return (null, []);
        var before = subject.Tree.Buffers.Concat(subject.Tree.Parameters.Select(parameter => (parameter.Path, Tensor: (Tensor)parameter.Tensor)))
            .Select(entry => (entry.Path, entry.Tensor, Before: entry.Tensor.detach().clone())).ToList();
        var during = ModesWhile(subject, () => subject.Evaluate(batch));
        return (during, [.. before.Where(entry => !entry.Tensor.Equals(entry.Before)).Select(entry => entry.Path)]);
    }

    /// <summary>Each module's mode while it trains; the mode afterwards for those on which hooks do not fire.</summary>
    private static Dictionary<string, bool> ModesOfStep(Subject subject, Batch batch)
    {
        var during = ModesWhile(subject, () => subject.TrainStep(batch));
        return subject.Tree.Modules.DistinctBy(entry => entry.Path)
            .ToDictionary(entry => entry.Path, entry => during.TryGetValue(entry.Path, out var mode) ? mode : entry.Module.training);
    }

    /// <summary>The modes of the modules that were running, and of everything in them, whose own hooks may not fire.</summary>
    private static Dictionary<string, bool> ModesWhile(Subject subject, Action action)
    {
        var modules = subject.Tree.Modules.DistinctBy(entry => entry.Path).ToList();
        var seen = new Dictionary<string, bool>();
        using var trace = new ForwardTrace(subject.Tree);
        trace.Entered = (call, _) =>
        {
            var prefix = call.Path.Length == 0 ? "" : $"{call.Path}.";
            foreach (var (path, module) in modules.Where(entry => entry.Path == call.Path || entry.Path.StartsWith(prefix, StringComparison.Ordinal)))
                seen[path] = module.training;
        };
        subject.Reseed();
        action();
        return seen;
    }

    /// <summary>The innermost modules whose mode makes a difference: to the output, or to a buffer. The whole model if none does alone.</summary>
    private static List<string> Sensitive(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var subject = create();
        var batch = subject.Batches(1)[0];
        subject.Tree.Train(false);
        var calm = Look(subject, batch);
        var modules = subject.Tree.Modules.DistinctBy(entry => entry.Path).ToList();
        var sensitive = new List<string>();
        foreach (var (path, module) in modules.Where(entry => !entry.Module.named_children().Any()))
        {
            budget.Step($"while looking whether the mode of {path} makes a difference");
            module.train(true);
            if (Differs(calm, Look(subject, batch)))
                sensitive.Add(path);
            module.train(false);
        }
        subject.Tree.Train();
        if (sensitive.Count == 0 && Differs(calm, Look(subject, batch)))
            sensitive.Add(modules[0].Path);
        return sensitive;
    }

    private static List<Tensor> Look(Subject subject, Batch batch)
    {
        using var copy = batch.Clone();
        var before = subject.Tree.Buffers.Select(buffer => (buffer.Tensor, Before: buffer.Tensor.clone())).ToList();
        subject.Reseed();
        List<Tensor> seen = [.. subject.Forward(copy).Tensors.Select(tensor => tensor.clone()), .. before.Select(entry => entry.Tensor.clone())];
        foreach (var (tensor, value) in before)
            tensor.copy_(value);
        return seen;
    }

    private static bool Differs(List<Tensor> first, List<Tensor> second) => first.Zip(second).Any(pair => !pair.First.Equals(pair.Second));

    /// <summary>Whether everything trainable around the module is frozen: its own parameters, or else those of the nearest module that has some.</summary>
    private static bool IsFrozen(Subject subject, string path)
    {
        var parameters = subject.Tree.Parameters;
        for (var scope = path; ; scope = scope.Contains('.', StringComparison.Ordinal) ? scope[..scope.LastIndexOf('.')] : "")
        {
            var inside = parameters.Where(parameter => scope.Length == 0 || parameter.Path.StartsWith($"{scope}.", StringComparison.Ordinal)).ToList();
            if (inside.Count > 0 || scope.Length == 0)
                return inside.All(parameter => !parameter.Tensor.requires_grad);
        }
    }
}
