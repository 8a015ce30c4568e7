using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Where in a forward pass positions that should not change change first.</summary>
/// <param name="Path">The module, for the first line of a failure.</param>
/// <param name="Place">In words: "between conv and fc".</param>
internal sealed record FirstLeak(string Path, string Place)
{
    private static readonly FirstLeak Unknown = new("Forward", "which module it was could not be told: neither hooks nor the order of operations show it");

    /// <summary>Compares two passes module by module; by operation where the model calls <c>child.forward(x)</c>, on which no hook fires.</summary>
    /// <param name="probe">The model.</param>
    /// <param name="normal">The batch of the first pass.</param>
    /// <param name="changed">The batch of the second pass.</param>
    /// <param name="unchanged">Whether two corresponding tensors agree where they should; null when it cannot be told.</param>
    /// <param name="change">What else is changed for the second pass, until disposed.</param>
    public static FirstLeak Find(EvaluationProbe probe, Batch normal, Batch changed, Func<Tensor, Tensor, bool?> unchanged, Func<IDisposable>? change = null)
    {
        using var scope = NewDisposeScope();
        var before = Moments(probe, normal);
        List<Moment> after;
        using (change?.Invoke())
            after = Moments(probe, changed);
        if (before.Exists(moment => moment.Path.Length > 0) && before.Select(moment => moment.Name).SequenceEqual(after.Select(moment => moment.Name)))
            return InModules(before, after, unchanged) ?? Unknown;
        return InOperations(probe, normal, changed, unchanged, change, [.. before.Select(moment => moment.Path)]) ?? Unknown;
    }

    private static FirstLeak? InModules(List<Moment> before, List<Moment> after, Func<Tensor, Tensor, bool?> unchanged)
    {
        string? previous = null;
        for (var i = 0; i < before.Count; i++)
        {
            var moment = before[i];
            if (moment.Tensors.Zip(after[i].Tensors).Any(pair => unchanged(pair.First, pair.Second) == false))
                return Named(moment, isLeaf: i > 0 && before[i - 1].Begins && before[i - 1].Call == moment.Call, previous);
            if (!moment.Begins && moment.Path.Length > 0)
                previous = moment.Path;
        }
        return null;
    }

    private static FirstLeak Named(Moment moment, bool isLeaf, string? previous)
    {
        // Nothing between a module's beginning and its end: it is a leaf, and what it was given was still right.
        if (!moment.Begins && isLeaf)
            return new FirstLeak(moment.Path, $"in {moment.Call}");
        var between = moment.Begins
            ? previous is null ? $"between the input and {moment.Call}" : $"between {previous} and {moment.Call}"
            : $"after {previous}";
        var owner = moment.Begins ? moment.Enclosing : moment.Path;
        return owner.Length > 0 ? new FirstLeak(owner, $"in {owner}, {between}") : new FirstLeak(moment.Begins ? moment.Path : previous ?? "Forward", between);
    }

    private static FirstLeak? InOperations(EvaluationProbe probe, Batch normal, Batch changed, Func<Tensor, Tensor, bool?> unchanged, Func<IDisposable>? change, HashSet<string> seen)
    {
        using var before = OperationScan.Pass(probe.Subject, normal);
        var first = before.Tensors;
        OperationScan.CreatedTensors after;
        using (change?.Invoke())
            after = OperationScan.Pass(probe.Subject, changed);
        using var alive = after;
        var second = after.Tensors;
        if (first.Count != second.Count)
            return null;
        var index = Enumerable.Range(0, first.Count).FirstOrDefault(i => unchanged(first[i], second[i]) == false, -1);
        if (index < 0)
            return null;
        var (last, isOwn, next) = OperationScan.Around(probe.Subject, normal, first, index);
        var operation = $"operation {index + 1} of {first.Count}, result {Shape.Of(first[index])}";
        if (!isOwn && PlainLayers.ThatMade(probe.Subject, first, index, seen) is { } plain)
            return new FirstLeak(plain, $"in {plain}: {operation}");
        if (last is not null && isOwn)
            return new FirstLeak(last, $"in {last}: {operation}");
        if (last is null && next is null)
            return new FirstLeak("Forward", $"at {operation}");
        var between = next is null ? $"after {last}" : $"between {last ?? "the input"} and {next}";
        var owner = last is null || next is null ? "" : CommonOwner(last, next);
        return owner.Length > 0 ? new FirstLeak(owner, $"in {owner}, {between}: {operation}") : new FirstLeak(next ?? last!, $"{between}: {operation}");
    }

    /// <summary>The innermost module that holds both.</summary>
    private static string CommonOwner(string first, string second)
    {
        var (one, other) = (first.Split('.'), second.Split('.'));
        var shared = one[..^1].Zip(other[..^1]).TakeWhile(pair => pair.First == pair.Second).Count();
        return string.Join('.', one[..shared]);
    }

    private static List<Moment> Moments(EvaluationProbe probe, Batch batch)
    {
        var moments = new List<Moment>();
        using var trace = new ForwardTrace(probe.Subject.Tree);
        trace.Entered = (call, tensors) => moments.Add(new Moment(call, Begins: true, trace.Running.Count > 1 ? trace.Running[^2].Path : "", Copies(tensors)));
        trace.Finished = (call, tensors) => moments.Add(new Moment(call, Begins: false, trace.Running.Count > 0 ? trace.Running[^1].Path : "", Copies(tensors)));
        _ = probe.Outputs(batch);
        return moments;
    }

    private static List<Tensor> Copies(ModelOutput output) => [.. output.Tensors.Select(tensor => tensor.detach().clone())];

    private sealed record Moment(ModuleCall Call, bool Begins, string Enclosing, List<Tensor> Tensors)
    {
        public string Path => Call.Path;

        public (string Path, bool Begins) Name => (Path, Begins);
    }
}
