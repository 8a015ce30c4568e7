using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Data of the same shapes and types as a fixture's own that any sound model learns: a few clusters far apart, each with the targets of one real sample.
/// Inputs that are real numbers are a cluster's pattern with noise, in the mean and spread of the real ones; inputs that are integers, such as tokens, are
/// a cluster's pattern drawn from the real values.
/// </summary>
internal static class ClusteredData
{
    /// <summary>Enough for every class of most tasks to occur; a batch then holds several samples of each.</summary>
    private const int Clusters = 4;

    /// <summary>Noise over pattern, as standard deviations: clusters of 10 features lie about 9 noises apart.</summary>
    private const double Noise = 0.5;

    private const int Batches = 8;

    /// <summary>Null where no such data can be made: rows that are no samples, or no targets.</summary>
    public static ModelData? Like(ModelData own, int seed)
    {
        if (own.TrainingBatches().FirstOrDefault()?.For(own.Task) is not { Separable: true, Targets.Count: > 0, Size: > 1 } example)
            return null;
        var prototypes = Prototypes(example);
        var random = new Random(seed);
        using var generator = new Generator((ulong)seed);
        var patterns = example.Inputs.Select(input => Patterns(input, example.InputBatchDimension, prototypes.Count, generator)).ToList();
        var batches = Enumerable.Range(0, Batches).Select(_ => Draw()).ToList();
        return ModelData.From(batches, task: own.Task);

        Batch Draw()
        {
            var clusters = Enumerable.Range(0, (int)example.Size).Select(_ => (long)random.Next(prototypes.Count)).ToArray();
            using var scope = NewDisposeScope();
            var chosen = tensor(clusters, int64);
            var rows = tensor(clusters.Select(cluster => prototypes[(int)cluster]).ToArray(), int64);
            return example.With(
                [.. example.Inputs.Zip(patterns).Select(pair => Noisy(pair.Second.index_select(example.InputBatchDimension, chosen), generator).MoveToOuterDisposeScope())],
                [.. example.Targets.Select(target => target.index_select(0, rows).MoveToOuterDisposeScope())]);
        }
    }

    /// <summary>Rows with different targets, so that there is something to tell apart.</summary>
    private static List<long> Prototypes(Batch example)
    {
        var rows = new List<long> { 0 };
        for (var row = 1L; row < example.Size && rows.Count < Clusters; row++)
        {
            if (rows.TrueForAll(other => example.Targets.Any(target => !target[row].Equals(target[other]))))
                rows.Add(row);
        }
        return rows;
    }

    private static Tensor Patterns(Tensor input, int sampleDimension, int clusters, Generator generator)
    {
        using var scope = NewDisposeScope();
        var shape = input.shape.Select((size, dimension) => dimension == sampleDimension ? clusters : size).ToArray();
        if (!input.is_floating_point())
        {
            var values = input.flatten();
            return values.index_select(0, randint(values.numel(), shape, dtype: int64, generator: generator).flatten()).reshape(shape).MoveToOuterDisposeScope();
        }
        var real = input.detach();
        real = real[real.isfinite()];
        return ((randn(shape, dtype: real.dtype, generator: generator) * real.std()) + real.mean()).MoveToOuterDisposeScope();
    }

    private static Tensor Noisy(Tensor pattern, Generator generator) =>
        pattern.is_floating_point() ? pattern + (randn(pattern.shape, dtype: pattern.dtype, generator: generator) * pattern.std() * Noise) : pattern.clone();
}
