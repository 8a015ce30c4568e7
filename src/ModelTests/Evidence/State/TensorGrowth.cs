using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What training steps leave alive.</summary>
    internal TensorGrowth TensorGrowth => Recording(ModelTests.TensorGrowth.Record);
}

/// <summary>
/// What training steps leave alive after the garbage collector has run: tensors that something still holds, and graphs that such tensors hold. A tensor that
/// only waits for the collector is none of it: many training loops leave their intermediates to it.
/// </summary>
internal sealed record TensorGrowth
{
    /// <summary>Steps in which an optimizer or a lazily built part makes what it keeps for good.</summary>
    private const int WarmUp = 2;

    /// <summary>Steps whose tensors are looked for at the end: each must have left some, so that growth is told from something that was made once.</summary>
    private const int Watched = 6;

    /// <summary>Steps that follow, in which a memory of the last few steps, such as a replay memory, drops what it keeps.</summary>
    private const int Following = 6;

    /// <summary>Steps after which each kept graph is looked at.</summary>
    private const int GraphSteps = 3;

    /// <summary>Tensors that each watched step left alive and that hold their graph.</summary>
    public required KeptTensors WithGraph { get; init; }

    /// <summary>Tensors that each watched step left alive and that hold values only.</summary>
    public required KeptTensors Values { get; init; }

    /// <summary>A tensor that is replaced or changed in each step and whose graph holds that of the step before; null when there is none.</summary>
    public KeptTensors? Chain { get; init; }

    public int Steps { get; } = WarmUp + Watched + Following;

    public static TensorGrowth Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        _ = subject.Training;
        var batches = TrainingSteps.BatchesFor(1, subject);
        var made = new List<List<WeakReference<Tensor>>>();
        for (var step = 1; step <= WarmUp + Watched + Following; step++)
        {
            budget.Step($"in training step {step}, watching which tensors stay alive");
            made.Add(Step(subject, batches[(step - 1) % batches.Count], step));
        }
        Collect();
        var watched = made.Skip(WarmUp).Take(Watched).Select(Alive).ToList();
        return new TensorGrowth
        {
            WithGraph = Kept(watched, HoldsGraph, subject),
            Values = Kept(watched, tensor => !HoldsGraph(tensor), subject),
            Chain = ChainOf(subject, batches, made, budget),
        };
    }

    /// <summary>In a method of its own: a local variable would keep what the step left.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference<Tensor>> Step(Subject subject, Batch batch, int step)
    {
        using var copy = batch.Clone();
        using var scope = NewDisposeScope();
        subject.Reseed(step);
        _ = subject.TrainStep(copy);
        var left = scope.DisposablesView.OfType<Tensor>().ToList();
        // From here on they live as long as somebody holds them, as they would in the user's own loop.
        scope.Detach(left);
        return [.. left.Concat(subject.Kept).Where(tensor => !tensor.IsInvalid).Select(tensor => new WeakReference<Tensor>(tensor))];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<Tensor> Alive(List<WeakReference<Tensor>> made) =>
        [.. made.Select(reference => reference.TryGetTarget(out var tensor) ? tensor : null).OfType<Tensor>().Where(tensor => !tensor.IsInvalid)];

    private static bool HoldsGraph(Tensor tensor) => tensor.requires_grad && !tensor.is_leaf;

    /// <summary>None unless every watched step left some that no step before had left.</summary>
    private static KeptTensors Kept(List<List<Tensor>> watched, Func<Tensor, bool> which, Subject subject)
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var perStep = watched.Select(step => step.Where(which).Where(seen.Add).ToList()).ToList();
        var least = perStep.MinBy(step => step.Count) ?? [];
        return new KeptTensors(least.Count, [.. least.Select(Shape.Of)], HolderOf(least, subject));
    }

    /// <summary>
    /// A sum of losses is one tensor, and its graph grows with every step: each new value depends on the one before. Told by the gradient of the one with
    /// respect to the other, or, where it is changed in place, by its value.
    /// </summary>
    private static KeptTensors? ChainOf(Subject subject, IReadOnlyList<Batch> batches, List<List<WeakReference<Tensor>>> made, RunBudget budget)
    {
        var before = GraphHolders(subject, made);
        if (before.Count == 0)
            return null;
        var values = before.Select(tensor => tensor.detach().clone()).ToList();
        List<Tensor> grown = [];
        for (var step = 1; step <= GraphSteps; step++)
        {
            budget.Step($"in training step {step} of {GraphSteps}, watching which graphs stay alive");
            made.Add(Step(subject, batches[(made.Count) % batches.Count], made.Count + 1));
            Collect();
            // What is held here from before is alive for that alone, unless its value has changed.
            var now = GraphHolders(subject, [made[^1]]).Where(tensor => before.Zip(values).All(pair => !ReferenceEquals(pair.First, tensor) || !pair.Second.Equals(tensor))).ToList();
            grown = [.. now.Where(tensor => before.Any(earlier => ReferenceEquals(earlier, tensor) || DependsOn(tensor, earlier)))];
            if (grown.Count == 0)
                return null;
            (before, values) = (now, [.. now.Select(tensor => tensor.detach().clone())]);
        }
        return new KeptTensors(grown.Count, [.. grown.Select(Shape.Of)], HolderOf(grown, subject));
    }

    private static List<Tensor> GraphHolders(Subject subject, List<List<WeakReference<Tensor>>> made) =>
        [.. made.SelectMany(Alive).Concat(subject.Held).Where(tensor => !tensor.IsInvalid && HoldsGraph(tensor)).Distinct<Tensor>(ReferenceEqualityComparer.Instance)];

    private static bool DependsOn(Tensor later, Tensor earlier)
    {
        try
        {
            using var ones = ones_like(later);
            return autograd.grad([later], [earlier], [ones], retain_graph: true, allow_unused: true) is [{ IsInvalid: false }];
        }
        catch (Exception exception) when (exception is System.Runtime.InteropServices.ExternalException)
        {
            // The way there was freed by a backward pass: the tensors are connected, or the engine would not have gone it.
            return exception.Message.Contains("second time", StringComparison.Ordinal);
        }
    }

    /// <summary>The field of the training or the model that holds them; "" when it is none of these.</summary>
    private static string HolderOf(List<Tensor> tensors, Subject subject) => tensors.Count == 0 ? "" : subject.FieldThatHolds(tensors[0]) ?? "";
}

/// <summary>Tensors that every step leaves alive.</summary>
/// <param name="PerStep">How many each step adds, at least.</param>
/// <param name="Sizes">Their shapes.</param>
/// <param name="Holder">The field that holds them: "losses"; "" when it lies elsewhere, such as in a static field.</param>
internal sealed record KeptTensors(int PerStep, IReadOnlyList<string> Sizes, string Holder);
