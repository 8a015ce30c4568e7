namespace ModelTests;

/// <summary>Reads a sequence of batches one by one, so that whatever is wrong is named with the batch in which it is.</summary>
internal static class BatchReading
{
    /// <param name="noun">What the batches are, such as "training batch".</param>
    /// <param name="recipe">The member that gives them, such as "TrainingBatches".</param>
    /// <param name="open">Calls that member.</param>
    public static IEnumerable<Batch> Read(string noun, string recipe, Func<IEnumerable<Batch>> open)
    {
        using var batches = Recipe.Call(recipe, () => Recipe.Call(recipe, open).GetEnumerator());
        for (var number = 0; Next(batches, noun, recipe, number); number++)
            yield return Checked(batches.Current, noun, number);
    }

    private static bool Next(IEnumerator<Batch> batches, string noun, string recipe, int number)
    {
        try
        {
            return batches.MoveNext();
        }
        catch (Exception exception) when (exception is not (FixtureException or OperationCanceledException))
        {
            var thrown = NativeLibraries.Unwrap(exception);
            throw NativeLibraries.Problem(thrown) ?? new FixtureException(
                $"{noun} {number} could not be read: {recipe} threw {thrown.GetType().Name}: {Recipe.FirstLine(thrown.Message)}",
                "make the data run through by itself first; it stopped at the lines above", UserFrames.Of(thrown), thrown);
        }
    }

    private static Batch Checked(Batch batch, string noun, int number)
    {
        if (batch is null)
            throw Broken("is null", "leave it out");
        if (batch.Tensors.FirstOrDefault(tensor => tensor.IsInvalid) is not null)
            throw Broken("holds a tensor that was disposed", "give each batch tensors of its own, detached from the dispose scope in which they were made");
        if (!batch.Separable)
            return batch;

        foreach (var (tensor, dimension, name) in batch.Named())
        {
            if (tensor.dim() <= dimension)
            {
                throw Broken($"has {name} of shape {Shape.Of(tensor)}, which has no dimension for the samples",
                    "give every tensor the samples along its first dimension, or set Batch.InputBatchDimension");
            }
        }
        var sizes = batch.Named().Select(entry => (entry.Name, Size: entry.Tensor.shape[entry.Dimension], Text: Shape.Of(entry.Tensor))).ToList();
        if (sizes.Any(entry => entry.Size == 0))
            throw Broken($"is empty: {sizes.First(entry => entry.Size == 0).Name} has shape {sizes.First(entry => entry.Size == 0).Text}", "give every batch at least one sample");
        if (sizes.FirstOrDefault(entry => entry.Size != sizes[0].Size) is { Name: not null } other)
        {
            throw Broken($"has {sizes[0].Size} samples in {sizes[0].Name} {sizes[0].Text} and {other.Size} in {other.Name} {other.Text}",
                "give one target per sample; set Batch.InputBatchDimension if the samples lie along another dimension, or Separable = false if rows are no samples");
        }
        return batch;

        FixtureException Broken(string problem, string change) => new($"{noun} {number} {problem}", change);
    }
}
