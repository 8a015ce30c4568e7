using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Outputs that no training tells apart: what the model has read is the same, and so is what it gives. Two texts that begin alike must get the same
/// prediction from a causal model, however they go on, and two texts of the same words from a model that counts words. When their targets differ,
/// the lowest loss is what one output for both of them reaches.
/// </summary>
internal sealed class EqualHistories
{
    private readonly long[] shape;
    private readonly int[] order;
    private readonly Tensor first;

    private EqualHistories(long[] shape, int[] order, Tensor first) => (this.shape, this.order, this.first) = (shape, order, first);

    /// <summary>Null when the model may tell all of them apart.</summary>
    /// <param name="output">An output of the model in evaluation mode, without zero-initialised branches, which would make unequal outputs equal.</param>
    /// <param name="batch">What the model had read.</param>
    public static EqualHistories? In(Tensor output, Batch batch)
    {
        if (!batch.Separable || !output.is_floating_point())
            return null;
        var inputs = batch.Inputs.Select(input => Steps(input, batch.InputBatchDimension)).ToList();
        var lengths = inputs.Select(steps => steps[0].Length).Where(length => length > 1).Distinct();
        var layouts = lengths.SelectMany(length => Layouts(output.shape, batch.Size, length)).Append(SamplesOnly(output.shape, batch.Size)).OfType<Layout>();
        return layouts.Select(layout => Of(output, inputs, layout)).FirstOrDefault(found => found is not null);
    }

    /// <summary>The output with the first one of each group in place of the others.</summary>
    public Tensor Share(Tensor output)
    {
        var arranged = output.reshape(shape).permute([.. order.Select(dimension => (long)dimension)]);
        var back = order.Select((dimension, place) => (dimension, place)).OrderBy(pair => pair.dimension).Select(pair => (long)pair.place).ToArray();
        return arranged.reshape(first.shape[0], -1).index_select(0, first).reshape(arranged.shape).permute(back).reshape(output.shape);
    }

    /// <summary>The bytes of each step of each sample; a sample without steps is one step.</summary>
    private static string[][] Steps(Tensor input, int batchDimension)
    {
        using var scope = NewDisposeScope();
        var samples = input.detach().cpu().movedim([batchDimension], [0]);
        return [.. Enumerable.Range(0, (int)samples.shape[0]).Select(sample =>
        {
            var row = samples[sample];
            return row.dim() == 0 ? [Bytes(row)] : Enumerable.Range(0, (int)row.shape[0]).Select(step => Bytes(row[step])).ToArray();
        })];
    }

    private static string Bytes(Tensor tensor) => Convert.ToBase64String(tensor.contiguous().bytes);

    /// <summary>Samples in the first or second dimension and steps in any other, or both in the first one.</summary>
    private static IEnumerable<Layout?> Layouts(long[] shape, long samples, int length)
    {
        if (shape.Length > 0 && shape[0] == samples * length)
            yield return new Layout([samples, length, .. shape.Skip(1)], 0, 1, length);
        var sample = Array.IndexOf(shape, samples, 0, Math.Min(2, shape.Length));
        for (var time = 0; sample >= 0 && time < shape.Length; time++)
        {
            if (time != sample && shape[time] == length)
                yield return new Layout(shape, sample, time, length);
        }
    }

    private static Layout? SamplesOnly(long[] shape, long samples)
    {
        var sample = Array.IndexOf(shape, samples, 0, Math.Min(2, shape.Length));
        return sample < 0 ? null : new Layout(shape, sample, -1, 1);
    }

    private static EqualHistories? Of(Tensor output, List<string[][]> inputs, Layout layout)
    {
        var order = Enumerable.Range(0, layout.Shape.Length).OrderBy(dimension => dimension == layout.Sample ? 0 : dimension == layout.Time ? 1 : 2).ToArray();
        using var rows = output.detach().cpu().to(float64).reshape(layout.Shape).permute([.. order.Select(dimension => (long)dimension)])
            .reshape(layout.Shape[layout.Sample] * layout.Length, -1).contiguous();
        var (values, width) = (rows.data<double>().ToArray(), (int)rows.shape[1]);
        var tolerance = Rounding.Tolerance(output.dtype);
        var groups = new Dictionary<string, List<int>>();
        var first = new long[rows.shape[0]];
        for (var row = 0; row < first.Length; row++)
        {
            var history = History(inputs, row / layout.Length, layout.Time < 0 ? null : (row % layout.Length, layout.Length));
            if (!groups.TryGetValue(history, out var known))
                groups[history] = known = [];
            var same = known.FindIndex(other => AreEqual(Row(other), Row(row), tolerance));
            if (same < 0)
                known.Add(row);
            first[row] = same < 0 ? row : known[same];
        }
        return first.Index().All(entry => entry.Item == entry.Index) ? null : new EqualHistories(layout.Shape, order, tensor(first, int64, output.device));

        ReadOnlySpan<double> Row(int row) => values.AsSpan(row * width, width);
    }

    /// <summary>The steps up to and including the present one, whatever their order: whether the order matters, the outputs tell.</summary>
    private static string History(List<string[][]> inputs, int sample, (int Step, int Length)? time) =>
        string.Join('|', inputs.Select(steps => steps[sample]).Select(steps => string.Join(' ',
            (time is { } now && steps.Length == now.Length ? steps.Take(now.Step + 1) : steps).Order(StringComparer.Ordinal))));

    private static bool AreEqual(ReadOnlySpan<double> one, ReadOnlySpan<double> other, double tolerance)
    {
        var size = 0.0;
        foreach (var value in one)
            size = Math.Max(size, Math.Abs(value));
        for (var i = 0; i < one.Length; i++)
        {
            if (!(Math.Abs(one[i] - other[i]) <= tolerance * size))
                return false;
        }
        return true;
    }

    /// <param name="Shape">The output's shape, samples and steps apart.</param>
    /// <param name="Sample">The dimension of the samples.</param>
    /// <param name="Time">The dimension of the steps; -1 without.</param>
    /// <param name="Length">How many steps there are.</param>
    private sealed record Layout(long[] Shape, int Sample, int Time, int Length);
}
