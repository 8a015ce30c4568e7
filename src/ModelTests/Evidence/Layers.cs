using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What the layers look like at initialisation.</summary>
    internal Layers Layers => Recording(ModelTests.Layers.Record);
}

/// <summary>What the layers look like at initialisation, as far as it can stand in the way of learning.</summary>
/// <param name="Last">The module that finishes last before the model itself; without hooks the one whose result the output is, or the last one that has parameters.</param>
/// <param name="SameRows">The weights, other than zeros, all of whose rows are equal: their units compute the same and get the same gradient for ever.</param>
internal sealed record Layers(string Last, IReadOnlyList<string> SameRows)
{
    public static Layers Record(Func<Subject> create, RunBudget budget)
    {
        budget.Step("while looking at the layers");
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var subject = create();
        var last = subject.Tree.Parameters[^1].Owner;
        var seen = new HashSet<string>();
        using (var trace = new ForwardTrace(subject.Tree))
        {
            trace.Finished = (call, _) =>
            {
                seen.Add(call.Path);
                last = call.Path.Length > 0 ? call.Path : last;
            };
            _ = subject.Forward(subject.Batches(1)[0]);
        }
        return new Layers(MadeOutput(subject, seen) ?? last, [.. subject.Tree.Parameters.Where(parameter => HasSameRows(parameter.Tensor)).Select(parameter => parameter.Path)]);
    }

    private static string? MadeOutput(Subject subject, IReadOnlySet<string> seen)
    {
        using var evaluating = subject.Tree.Evaluating();
        using var scope = NewDisposeScope();
        subject.Reseed();
        var output = subject.Forward(subject.Batches(1)[0].Clone());
        List<Tensor> created = [.. scope.DisposablesView.OfType<Tensor>().Where(tensor => !tensor.IsInvalid)];
        var index = output.Tensors is [var only] ? created.FindLastIndex(tensor => ReferenceEquals(tensor, only)) : -1;
        return index < 0 ? null : PlainLayers.ThatMade(subject, created, index, seen);
    }

    private static bool HasSameRows(Tensor weight) =>
        weight.dim() >= 2 && weight.shape[0] > 1 && weight.is_floating_point() && TensorScan.Largest(weight) > 0 && (weight - weight.select(0, 0)).abs().max().ToDouble() == 0;
}
