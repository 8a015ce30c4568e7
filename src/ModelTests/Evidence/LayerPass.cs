using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// One forward pass and what every layer gave in it. Layers that hooks see tell it themselves; for the others, a dispose scope lists the
/// pass's tensors in the order of their creation, and a layer's result is the first one that changes when its weight is changed.
/// </summary>
internal sealed class LayerPass : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Dictionary<string, List<Tensor>> hooked = [];

    private LayerPass()
    {
    }

    /// <summary>The floating-point outputs of the model.</summary>
    public IReadOnlyList<Tensor> Outputs { get; private set; } = [];

    /// <summary>Every tensor that the pass made and kept, in order.</summary>
    private List<Tensor> Created { get; set; } = [];

    /// <summary>A pass with the same noise every time. The batch is not changed.</summary>
    public static LayerPass Of(Subject subject, Batch batch)
    {
        var pass = new LayerPass();
        try
        {
            using var trace = new ForwardTrace(subject.Tree) { Finished = pass.Note };
            subject.Reseed();
            pass.Outputs = [.. subject.Forward(batch.Clone()).Tensors.Where(tensor => tensor.is_floating_point())];
            pass.Created = [.. pass.scope.DisposablesView.OfType<Tensor>().Where(tensor => !tensor.IsInvalid)];
            return pass;
        }
        catch
        {
            pass.Dispose();
            throw;
        }
    }

    /// <summary>Whether hooks saw the layer.</summary>
    public bool Saw(string path) => hooked.ContainsKey(path);

    /// <summary>Where in the order of creation this pass begins to differ from another; null when it does not, or took another way through the model.</summary>
    public int? FirstDifference(LayerPass other)
    {
        if (Created.Count != other.Created.Count)
            return null;
        var first = Enumerable.Range(0, Created.Count).FirstOrDefault(i => !Created[i].Equals(other.Created[i]), -1);
        return first < 0 ? null : first;
    }

    /// <summary>What the layer gave in all of its calls, as one vector; null when it is not to be seen.</summary>
    public Tensor? ResultOf(string path, int? position) => ResultsOf(path, position) is { Count: > 0 } results ? Vector(results) : null;

    /// <summary>What the layer gave in each call that was seen; empty when it is not to be seen.</summary>
    public IReadOnlyList<Tensor> ResultsOf(string path, int? position)
    {
        if (hooked.TryGetValue(path, out var results))
            return results;
        return position is { } at && at < Created.Count && Created[at].is_floating_point() ? [Created[at]] : [];
    }

    public Tensor? OutputVector() => Outputs.Count == 0 ? null : Vector(Outputs);

    public void Dispose() => scope.Dispose();

    private void Note(ModuleCall call, ModelOutput output)
    {
        if (!hooked.TryGetValue(call.Path, out var results))
            hooked[call.Path] = results = [];
        results.AddRange(output.Tensors.Where(tensor => tensor.is_floating_point()).Select(tensor => tensor.detach().clone()));
    }

    private static Tensor Vector(IReadOnlyList<Tensor> tensors) => cat([.. tensors.Select(tensor => tensor.detach().flatten().to(float64))], 0);
}
