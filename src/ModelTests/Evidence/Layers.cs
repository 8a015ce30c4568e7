using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What the layers look like at initialisation.</summary>
    internal Layers Layers => Recording(ModelTests.Layers.Record);
}

/// <summary>What the layers look like at initialisation, as far as it can stand in the way of learning.</summary>
/// <param name="Last">The module that finishes last before the model itself; without hooks the last one that has parameters.</param>
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
        using (var trace = new ForwardTrace(subject.Tree))
        {
            trace.Finished = (call, _) => last = call.Path.Length > 0 ? call.Path : last;
            _ = subject.Forward(subject.Batches(1)[0]);
        }
        return new Layers(last, [.. subject.Tree.Parameters.Where(parameter => HasSameRows(parameter.Tensor)).Select(parameter => parameter.Path)]);
    }

    private static bool HasSameRows(Tensor weight) =>
        weight.dim() >= 2 && weight.shape[0] > 1 && weight.is_floating_point() && TensorScan.Largest(weight) > 0 && (weight - weight.select(0, 0)).abs().max().ToDouble() == 0;
}
