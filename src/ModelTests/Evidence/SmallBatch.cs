using System.Text;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The one small batch that a sound model can memorise: distinct inputs, at least two different targets where the data has them.</summary>
internal static class SmallBatch
{
    /// <summary>Batch statistics of fewer than 8 samples are too coarse for batch normalisation; more than 16 only cost time.</summary>
    public const int Samples = 16;

    private const int BatchesRead = 8;

    public static Batch From(Subject subject)
    {
        var batches = subject.Batches(1);
        if (!batches[0].Separable)
            return batches[0];
        if (batches[0].Size < Samples)
            batches = [Batch.Concatenate(SameShape(subject.Batches(BatchesRead)))];
        var positions = DistinctPositions(batches[0]);
        if (positions.Count > 1 && SameTarget(batches[0], positions))
        {
            var wider = Batch.Concatenate(SameShape(subject.Batches(BatchesRead)));
            return wider.Select(DistinctPositions(wider, preferNewTargets: true));
        }
        return batches[0].Select(positions);
    }

    /// <summary>Whether all samples of the batch have one and the same target.</summary>
    public static bool SameTarget(Batch batch) =>
        SameTarget(batch, [.. Enumerable.Range(0, (int)batch.Size).Select(row => (long)row)]);

    private static bool SameTarget(Batch batch, IReadOnlyList<long> positions) =>
        batch.Targets.Count > 0 && positions.Select(position => Key(batch.Targets, 0, position)).Distinct().Count() == 1;

    private static List<Batch> SameShape(IReadOnlyList<Batch> batches) =>
        [.. batches.Where(batch => batch.HasFormatOf(batches[0]))];

    private static List<long> DistinctPositions(Batch batch, bool preferNewTargets = false)
    {
        var inputs = new HashSet<string>();
        var distinct = Enumerable.Range(0, (int)batch.Size).Select(row => (long)row)
            .Where(row => inputs.Add(Key(batch.Inputs, batch.InputBatchDimension, row)));
        if (preferNewTargets)
        {
            var targets = new HashSet<string>();
            distinct = distinct.Select(row => (Row: row, Old: !targets.Add(Key(batch.Targets, 0, row)))).ToList()
                .OrderBy(entry => entry.Old).Select(entry => entry.Row);
        }
        return [.. distinct.Take(Samples)];
    }

    /// <summary>The bytes of one sample.</summary>
    private static string Key(IReadOnlyList<Tensor> tensors, int dimension, long row)
    {
        using var scope = NewDisposeScope();
        var key = new StringBuilder();
        foreach (var tensor in tensors)
            key.Append(Convert.ToBase64String(tensor.select(dimension, row).detach().cpu().contiguous().bytes));
        return key.ToString();
    }
}
