using static TorchSharp.torch;

namespace ModelTests;

/// <summary>One pass over training or validation data, in plain values.</summary>
internal sealed record EpochReading : EpochSamples
{
    /// <summary>Samples whose values are kept.</summary>
    private const int MostKept = 256;

    /// <summary>Values kept of one tensor of one sample; of a larger one none are.</summary>
    private const int MostValues = 4096;

    /// <summary>Whether the rows of the batches are samples, and not the nodes of one graph.</summary>
    public required bool RowsAreSamples { get; init; }

    public required IReadOnlyList<TensorReading> Inputs { get; init; }

    public required IReadOnlyList<TensorReading> Targets { get; init; }

    /// <summary>The batches, from 1, that are the first of another format than all before them; sequences of many lengths are sampled.</summary>
    public required IReadOnlyList<int> OddBatches { get; init; }

    public static new EpochReading Of(string noun, string recipe, Func<IEnumerable<Batch>> open, RunBudget budget)
    {
        var samples = new List<SampleReading>();
        var (inputs, targets) = (new List<TensorReading>(), new List<TensorReading>());
        var separable = true;
        var formats = new BatchFormats();
        var (batches, whole) = Read(noun, recipe, open, budget, (batch, number) =>
        {
            separable &= batch.Separable;
            formats.Add(batch, number);
            Add(batch.Inputs, inputs, number, batch.InputBatchDimension);
            Add(batch.Targets, targets, number, 0);
            samples.AddRange(InDetail(SampleRows.Of(batch), number, keep: MostKept - samples.Count));
        });
        return new EpochReading { Batches = batches, IsWhole = whole, RowsAreSamples = separable, Samples = samples, Inputs = inputs, Targets = targets, OddBatches = formats.Odd };
    }

    private static void Add(IReadOnlyList<Tensor> tensors, List<TensorReading> readings, int batch, int sampleDimension)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            if (i == readings.Count)
                readings.Add(new TensorReading());
            readings[i].Add(tensors[i], batch, sampleDimension);
        }
    }

    private static IEnumerable<SampleReading> InDetail(SampleRows rows, int batch, int keep)
    {
        var kept = Math.Clamp(keep, 0, rows.Count);
        var (inputs, targets) = (Values(rows.Inputs, kept), Values(rows.Targets, kept));
        return rows.Samples(batch).Select(sample => sample with
        {
            FirstHalf = SampleHash.Of(rows.Inputs, sample.Row, 0, 0.5),
            SecondHalf = SampleHash.Of(rows.Inputs, sample.Row, 0.5, 1),
            Inputs = sample.Row < kept ? inputs.ConvertAll(values => values[sample.Row]) : [],
            Targets = sample.Row < kept ? targets.ConvertAll(values => values[sample.Row]) : [],
        });
    }

    /// <summary>Of each tensor the values of the first samples, flat; empty where a sample has too many.</summary>
    private static List<double[][]> Values(IReadOnlyList<Tensor> tensors, int count) => [.. tensors.Select(tensor =>
    {
        var size = (int)(tensor.NumberOfElements / tensor.shape[0]);
        return count == 0 || size is 0 or > MostValues
            ? [.. Enumerable.Repeat<double[]>([], count)]
            : tensor.narrow(0, 0, count).to(float64).data<double>().ToArray().Chunk(size).ToArray();
    })];
}
