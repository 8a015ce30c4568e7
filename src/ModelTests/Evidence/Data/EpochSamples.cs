using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The samples of one pass over training or validation data, told apart by their bits: all that is needed to compare it with another pass.</summary>
internal record EpochSamples
{
    /// <summary>Enough to judge formats, ranges and labels by; a longer epoch is sampled from its start.</summary>
    private const int MostSamples = 4096;

    /// <summary>What is hashed and scanned at most in one epoch: about a third of a second.</summary>
    private const long MostBytes = 64L << 20;

    /// <summary>The batches that were read.</summary>
    public required int Batches { get; init; }

    /// <summary>Whether these are all batches of the epoch.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>The samples in the order in which they came; one per batch where rows are no samples.</summary>
    public required IReadOnlyList<SampleReading> Samples { get; init; }

    /// <summary>"512 samples", or how many of how many were read.</summary>
    public string Extent => IsWhole ? Figures.Count(Samples.Count, "sample") : $"the first {Samples.Count} samples ({Figures.Count(Batches, "batch", "batches")}); there are more";

    public static EpochSamples Of(string noun, string recipe, Func<IEnumerable<Batch>> open, RunBudget budget)
    {
        var samples = new List<SampleReading>();
        var (batches, whole) = Read(noun, recipe, open, budget, (batch, number) => samples.AddRange(SampleRows.Of(batch).Samples(number)));
        return new EpochSamples { Batches = batches, IsWhole = whole, Samples = samples };
    }

    /// <summary>Hands out the batches with their numbers, from 0.</summary>
    protected static (int Batches, bool IsWhole) Read(string noun, string recipe, Func<IEnumerable<Batch>> open, RunBudget budget, Action<Batch, int> read)
    {
        var (batches, samples, bytes) = (0, 0L, 0L);
        using var scope = NewDisposeScope();
        foreach (var batch in BatchReading.Read(noun, recipe, open))
        {
            if (samples >= MostSamples || bytes >= MostBytes)
                return (batches, false);
            using var batchScope = NewDisposeScope();
            budget.Step($"while reading {noun} {batches}");
            read(batch, batches);
            samples += batch.Size;
            bytes += batch.Tensors.Sum(tensor => tensor.NumberOfElements * tensor.element_size());
            batches++;
        }
        return (batches, true);
    }
}
