using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Finds the first operation of a forward pass whose result is not finite, or wrong in another way, for models on which hooks do not fire because they
/// call <c>child.forward(x)</c>. A dispose scope lists the pass's tensors in the order of their creation; which module made them
/// is told by perturbing one module after the other and seeing from where on the results differ.
/// </summary>
internal static class OperationScan
{
    public static NonFiniteOrigin? Find(Subject subject, Batch batch) =>
        FindFirst(subject, batch, tensor => tensor.is_floating_point() && tensor.isnan().any().item<bool>(), Kind)
        ?? FindFirst(subject, batch, tensor => !TensorScan.IsFinite(tensor), Kind);

    /// <summary>The first operation whose result is wrong; null when none is.</summary>
    /// <param name="subject">The model, in the mode in which it is.</param>
    /// <param name="batch">Stays untouched.</param>
    /// <param name="isWrong">Which results are looked for.</param>
    /// <param name="describe">What is wrong with such a result.</param>
    public static NonFiniteOrigin? FindFirst(Subject subject, Batch batch, Predicate<Tensor> isWrong, Func<Tensor, string> describe)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var normal = Pass(subject, batch);
        var tensors = normal.Tensors;
        var first = tensors.FindIndex(isWrong);
        if (first < 0)
            return null;
        var (path, begins) = LastModuleAt(subject, batch, tensors, first);
        var place = path is null ? "the forward pass, before the first layer with parameters" : begins == first ? $"{path}, forward pass" : $"after {path}, forward pass";
        return new NonFiniteOrigin(path, place, $"operation {first + 1} of {tensors.Count}, result {Shape.Of(tensors[first])}: {describe(tensors[first])}");
    }

    private static string Kind(Tensor tensor) => TensorScan.Find(tensor)!.ToString();

    /// <summary>The module that began last before or at an operation, and the operation with which it began; a null path when none had begun.</summary>
    public static (string? Path, int Begins) LastModuleAt(Subject subject, Batch batch, List<Tensor> normal, int operation) =>
        subject.Tree.Parameters.GroupBy(parameter => parameter.Owner)
            .Select(module => (Path: module.Key, Begins: FirstChange(subject, batch, normal, module.First())))
            .Where(module => module.Begins <= operation)
            .OrderByDescending(module => module.Begins)
            .FirstOrDefault();

    /// <summary>The modules with parameters around an operation: the last one that had begun, whether the operation is one of its own, and the first one that had not.</summary>
    public static (string? Last, bool IsOwn, string? Next) Around(Subject subject, Batch batch, List<Tensor> normal, int operation)
    {
        var modules = subject.Tree.Parameters.GroupBy(parameter => parameter.Owner)
            .Select(module => (Path: module.Key, Uses: module.Select(parameter => FirstChange(subject, batch, normal, parameter)).Where(use => use < int.MaxValue).ToList()))
            .Where(module => module.Path.Length > 0 && module.Uses.Count > 0).OrderBy(module => module.Uses.Min()).ToList();
        var last = modules.FindLast(module => module.Uses.Min() <= operation);
        return (last.Path, last.Uses?.Max() >= operation, modules.Find(module => module.Uses.Min() > operation).Path);
    }

    /// <summary>A forward pass whose tensors can be looked at in the order of their creation.</summary>
    public static CreatedTensors Pass(Subject subject, Batch batch)
    {
        subject.Reseed();
        var copy = batch.Clone();
        var created = new CreatedTensors();
        _ = subject.Forward(copy);
        return created;
    }

    private static int FirstChange(Subject subject, Batch batch, List<Tensor> normal, NamedParameter parameter)
    {
        using var scope = NewDisposeScope();
        var before = parameter.Tensor.clone();
        subject.Reseed(1);
        parameter.Tensor.add_(randn_like(before));
        using var changed = Pass(subject, batch);
        parameter.Tensor.copy_(before);
        var tensors = changed.Tensors;
        for (var i = 0; i < Math.Min(normal.Count, tensors.Count); i++)
        {
            if (!normal[i].Equals(tensors[i]) && (TensorScan.IsFinite(tensors[i]) || TensorScan.IsFinite(normal[i])))
                return i;
        }
        return int.MaxValue;
    }

    /// <summary>The tensors that a pass made and did not dispose, in order.</summary>
    internal sealed class CreatedTensors : IDisposable
    {
        private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

        public List<Tensor> Tensors => [.. scope.DisposablesView.OfType<Tensor>().Where(tensor => !tensor.IsInvalid)];

        public void Dispose() => scope.Dispose();
    }
}
