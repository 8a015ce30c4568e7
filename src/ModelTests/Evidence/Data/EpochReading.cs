using static TorchSharp.torch;

namespace ModelTests;

/// <summary>One pass over training or validation data, in plain values.</summary>
internal sealed record EpochReading
{
    /// <summary>Enough to judge formats, ranges and labels by; a longer epoch is sampled from its start.</summary>
    private const int MostSamples = 4096;

    /// <summary>What is hashed and scanned at most in one epoch: about a third of a second.</summary>
    private const long MostBytes = 64L << 20;

    /// <summary>Samples whose values are kept.</summary>
    private const int MostKept = 256;

    /// <summary>Values kept of one tensor of one sample; of a larger one none are.</summary>
    private const int MostValues = 4096;

    /// <summary>The batches that were read.</summary>
    public required int Batches { get; init; }

    /// <summary>Whether these are all batches of the epoch.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>Whether the rows of the batches are samples, and not the nodes of one graph.</summary>
    public required bool RowsAreSamples { get; init; }

    /// <summary>The samples in the order in which they came; one per batch where rows are no samples.</summary>
    public required IReadOnlyList<SampleReading> Samples { get; init; }

    public required IReadOnlyList<TensorReading> Inputs { get; init; }

    public required IReadOnlyList<TensorReading> Targets { get; init; }

    /// <summary>The batches, from 1, that are the first of another format than all before them; sequences of many lengths are sampled.</summary>
    public required IReadOnlyList<int> OddBatches { get; init; }

    /// <summary>"512 samples", or how many of how many were read.</summary>
    public string Extent => IsWhole ? Figures.Count(Samples.Count, "sample") : $"the first {Samples.Count} samples ({Figures.Count(Batches, "batch", "batches")}); there are more";

    public static EpochReading Of(string noun, string recipe, Func<IEnumerable<Batch>> open, RunBudget budget)
    {
        var samples = new List<SampleReading>();
        var (inputs, targets) = (new List<TensorReading>(), new List<TensorReading>());
        var (batches, bytes) = (0, 0L);
        var (whole, separable) = (true, true);
        var formats = new BatchFormats();
        using var scope = NewDisposeScope();
        foreach (var batch in BatchReading.Read(noun, recipe, open))
        {
            if (samples.Count >= MostSamples || bytes >= MostBytes)
            {
                whole = false;
                break;
            }
            using var batchScope = NewDisposeScope();
            budget.Step($"while reading {noun} {batches}");
            separable &= batch.Separable;
            formats.Add(batch, batches);
            Read(batch.Inputs, inputs, batch.InputBatchDimension);
            Read(batch.Targets, targets, 0);
            samples.AddRange(SamplesOf(batch, batches, keep: MostKept - samples.Count));
            bytes += batch.Tensors.Sum(tensor => tensor.NumberOfElements * tensor.element_size());
            batches++;
        }
        return new EpochReading { Batches = batches, IsWhole = whole, RowsAreSamples = separable, Samples = samples, Inputs = inputs, Targets = targets, OddBatches = formats.Odd };

        void Read(IReadOnlyList<Tensor> tensors, List<TensorReading> readings, int sampleDimension)
        {
            for (var i = 0; i < tensors.Count; i++)
            {
                if (i == readings.Count)
                    readings.Add(new TensorReading());
                readings[i].Add(tensors[i], batches, sampleDimension);
            }
        }
    }

    private static IEnumerable<SampleReading> SamplesOf(Batch batch, int number, int keep)
    {
        var inputs = batch.Inputs.Select(tensor => Rows(tensor, batch.Separable ? batch.InputBatchDimension : -1)).ToList();
        var targets = batch.Targets.Select(tensor => Rows(tensor, batch.Separable ? 0 : -1)).ToList();
        for (var row = 0; row < batch.Size; row++)
        {
            yield return new SampleReading(number, row, SampleHash.Of(inputs, row), SampleHash.Of(targets, row))
            {
                FirstHalf = SampleHash.Of(inputs, row, 0, 0.5),
                SecondHalf = SampleHash.Of(inputs, row, 0.5, 1),
                Inputs = row < keep ? Values(inputs, row) : [],
                Targets = row < keep ? Values(targets, row) : [],
            };
        }
    }

    /// <summary>The samples along the first dimension, in memory order, on the CPU.</summary>
    private static Tensor Rows(Tensor tensor, int sampleDimension)
    {
        var detached = tensor.detach().cpu();
        return (sampleDimension < 0 ? detached.unsqueeze(0) : detached.transpose(sampleDimension, 0)).contiguous();
    }

    private static List<double[]> Values(List<Tensor> tensors, int row) =>
        [.. tensors.Select(tensor => tensor.NumberOfElements / tensor.shape[0] > MostValues ? [] : tensor[row].to(float64).flatten().data<double>().ToArray())];
}

/// <summary>One sample.</summary>
/// <param name="Batch">The batch that it came in, from 0.</param>
/// <param name="Row">Its place in the batch, from 0.</param>
/// <param name="Input">Equal for equal inputs, bit by bit.</param>
/// <param name="Target">Equal for equal targets, bit by bit.</param>
internal sealed record SampleReading(int Batch, int Row, UInt128 Input, UInt128 Target)
{
    /// <summary>The values of each input, flat; kept for the first samples only, and none of very large tensors.</summary>
    public IReadOnlyList<double[]> Inputs { get; init; } = [];

    /// <summary>The values of each target, flat.</summary>
    public IReadOnlyList<double[]> Targets { get; init; } = [];

    /// <summary>Equal where the first halves of the inputs' values are.</summary>
    public UInt128 FirstHalf { get; init; }

    /// <summary>Equal where the second halves of the inputs' values are.</summary>
    public UInt128 SecondHalf { get; init; }

    public string Place => $"batch {Batch}, row {Row}";
}
