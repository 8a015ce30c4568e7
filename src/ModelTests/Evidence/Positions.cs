using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Some of the samples or time steps, found in any tensor by their count: every dimension of that size may be theirs.
/// With two such dimensions (attention scores, similarities of all pairs) an element may belong to both.
/// </summary>
/// <param name="Count">How many samples or time steps there are.</param>
/// <param name="Chosen">Those that are looked at.</param>
internal sealed record Positions(long Count, IReadOnlyList<long> Chosen)
{
    /// <summary>The smallest change at these positions over all ways to find them; null when the tensor has no such dimension.</summary>
    public double? Change(Tensor before, Tensor after)
    {
        if (!before.shape.SequenceEqual(after.shape))
            return null;
        using var scope = NewDisposeScope();
        var changes = Views(before).Zip(Views(after)).Select(pair => Rounding.Change(pair.First, pair.Second, before)).ToList();
        return changes.Count == 0 ? null : changes.Min();
    }

    /// <summary>Whether they are unchanged; null when it cannot be told.</summary>
    public bool? Unchanged(Tensor before, Tensor after) =>
        Change(before, after) is { } change ? change <= Rounding.Tolerance(before.dtype) : null;

    private IEnumerable<Tensor> Views(Tensor tensor)
    {
        var dimensions = Enumerable.Range(0, (int)tensor.dim()).Where(d => tensor.shape[d] == Count).ToList();
        foreach (var dimension in dimensions)
            yield return Select(tensor, dimension);
        if (dimensions.Count > 1)
            yield return dimensions.Aggregate(tensor, Select);
    }

    private Tensor Select(Tensor from, int dimension) =>
        from.index_select(dimension, tensor(Chosen.ToArray(), int64, from.device));
}
