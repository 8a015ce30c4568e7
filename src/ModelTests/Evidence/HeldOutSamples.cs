using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Samples to train on and samples held out, drawn from the same training data.</summary>
/// <param name="Training">What single steps are drawn from: one batch of all samples where their shapes agree, else the batches as they came.</param>
/// <param name="HeldOut">What is judged, as one batch.</param>
/// <param name="BatchSize">Samples per training step.</param>
internal sealed record HeldOutSamples(IReadOnlyList<Batch> Training, Batch HeldOut, int BatchSize)
{
    /// <summary>A mean over fewer held-out samples says little about the model.</summary>
    public const int Fewest = 16;

    private const int MostHeldOut = 256;

    private const int MostRead = 2048;

    public long TrainingSize => Training.Sum(batch => batch.Size);

    /// <summary>Null when there are too few samples to hold any out. The random generator chooses which.</summary>
    public static HeldOutSamples? Of(ModelData data)
    {
        var batches = Read("training batch", "TrainingBatches", data.TrainingBatches, data);
        if (batches.Count == 0)
            return null;
        return IsOneFormat(batches) ? ByRows(batches)
            : batches.Count >= 4 ? ByBatches(batches)
            : WithValidation(batches, data);
    }

    /// <summary>The data's own split where it has validation batches, of which those are judged that fit into one batch with the first; else as <see cref="Of"/>.</summary>
    public static HeldOutSamples? BySplitOf(ModelData data)
    {
        var validation = Read("validation batch", "ValidationBatches", data.ValidationBatches, data);
        if (validation.Count == 0)
            return Of(data);
        var training = Read("training batch", "TrainingBatches", data.TrainingBatches, data);
        return training.Count == 0 ? null : new HeldOutSamples(IsOneFormat(training) ? [Batch.Concatenate(training)] : training,
            validation[0].Separable ? Batch.Concatenate([.. validation.Where(batch => batch.Separable && batch.HasFormatOf(validation[0]))]) : validation[0],
            (int)training[0].Size);
    }

    /// <summary>All training samples once, in random order; a rest that fills no batch is left out, because batch statistics of a few samples are another task.</summary>
    public IEnumerable<Batch> Epoch(Random random)
    {
        if (Training is [{ Separable: true } all] && all.Size > BatchSize)
        {
            var rows = Enumerable.Range(0, (int)all.Size).Select(row => (long)row).ToArray();
            random.Shuffle(rows);
            return rows.Chunk(BatchSize).Where(chunk => chunk.Length == BatchSize).Select(all.Select);
        }
        var order = Training.ToArray();
        random.Shuffle(order);
        return order.Select(batch => batch.Clone());
    }

    /// <summary>A random batch to train on.</summary>
    public Batch Draw(Random random)
    {
        var batch = Training[random.Next(Training.Count)];
        if (Training.Count > 1 || !batch.Separable || batch.Size <= BatchSize)
            return batch.Clone();
        var rows = Enumerable.Range(0, (int)batch.Size).Select(row => (long)row).ToArray();
        random.Shuffle(rows);
        return batch.Select(rows[..BatchSize]);
    }

    /// <summary>The same with the training targets exchanged between samples, so that they have nothing to do with the inputs; null where there are none to exchange.</summary>
    public HeldOutSamples? WithShuffledTargets(Random random)
    {
        if (Training.Any(batch => batch.Targets.Count == 0 || !batch.Separable || batch.Size < 2))
            return null;
        return this with { Training = [.. Training.Select(Shuffled)] };

        Batch Shuffled(Batch batch)
        {
            var rows = Enumerable.Range(0, (int)batch.Size).Select(row => (long)row).ToArray();
            random.Shuffle(rows);
            using var order = tensor(rows, int64, batch.Targets[0].device);
            return batch.With(batch.Inputs, [.. batch.Targets.Select(target => target.index_select(0, order))]);
        }
    }

    private static List<Batch> Read(string noun, string recipe, Func<IEnumerable<Batch>> open, ModelData data)
    {
        var batches = new List<Batch>();
        foreach (var batch in BatchReading.Read(noun, recipe, open))
        {
            batches.Add(batch.For(data.Task).Clone());
            if (batches.Sum(read => read.Size) >= MostRead)
                break;
        }
        return batches;
    }

    private static bool IsOneFormat(List<Batch> batches) => batches.TrueForAll(batch => batch.Separable && batch.HasFormatOf(batches[0]));

    private static HeldOutSamples? ByRows(List<Batch> batches)
    {
        var all = Batch.Concatenate(batches);
        var heldOut = (int)Math.Min(all.Size / 4, MostHeldOut);
        if (heldOut < Fewest)
            return null;
        var order = randperm(all.Size, int64).data<long>().ToArray();
        return new HeldOutSamples([all.Select(order[heldOut..])], all.Select(order[..heldOut]), (int)Math.Min(batches[0].Size, all.Size - heldOut));
    }

    /// <summary>Batches of different shapes cannot become one: the first of those left out is judged.</summary>
    private static HeldOutSamples ByBatches(List<Batch> batches) =>
        new([.. batches.Where((_, i) => i % 4 != 3)], batches[3], (int)batches[0].Size);

    /// <summary>One graph cannot be cut: its data says which nodes are held out.</summary>
    private static HeldOutSamples? WithValidation(List<Batch> batches, ModelData data)
    {
        var validation = BatchReading.Read("validation batch", "ValidationBatches", data.ValidationBatches).FirstOrDefault();
        return validation is null ? null : new HeldOutSamples(batches, validation.For(data.Task).Clone(), (int)batches[0].Size);
    }
}
