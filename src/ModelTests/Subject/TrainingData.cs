using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Reads the fixture's training batches and refuses those that nothing could train on.</summary>
internal static class TrainingData
{
    public static IReadOnlyList<Batch> First(IRecipes recipes, int count, Subject subject)
    {
        subject.Reseed();
        var data = Recipe.Call("CreateData", recipes.CreateData);
        var batches = new List<Batch>();
        while (batches.Count < count)
        {
            var before = batches.Count;
            foreach (var batch in Read(data, count - batches.Count))
                batches.Add(Checked(batch, batches.Count).For(data.Task).Clone());
            if (batches.Count == before)
            {
                throw new FixtureException("CreateData gives no batch: TrainingBatches() is empty",
                    "give at least one batch; a loader with drop_last is empty when the data is smaller than one batch");
            }
        }
        return batches;
    }

    private static List<Batch> Read(ModelData data, int count) =>
        Recipe.Call("TrainingBatches", () => Recipe.Call("TrainingBatches", data.TrainingBatches).Take(count).ToList());

    private static Batch Checked(Batch batch, int number)
    {
        if (batch is null)
            throw Broken(number, "is null", "leave it out");
        if (batch.Tensors.FirstOrDefault(tensor => tensor.IsInvalid) is not null)
            throw Broken(number, "holds a tensor that was disposed", "give each batch tensors of its own, detached from the dispose scope in which they were made");
        if (!batch.Separable)
            return batch;

        foreach (var (tensor, dimension, name) in Named(batch))
        {
            if (tensor.dim() <= dimension)
            {
                throw Broken(number, $"has {name} of shape {Shape.Of(tensor)}, which has no dimension for the samples",
                    "give every tensor the samples along its first dimension, or set Batch.InputBatchDimension");
            }
        }
        var sizes = Named(batch).Select(entry => (entry.Name, Size: entry.Tensor.shape[entry.Dimension], Text: Shape.Of(entry.Tensor))).ToList();
        if (sizes.Any(entry => entry.Size == 0))
            throw Broken(number, $"is empty: {sizes.First(entry => entry.Size == 0).Name} has shape {sizes.First(entry => entry.Size == 0).Text}", "give every batch at least one sample");
        if (sizes.FirstOrDefault(entry => entry.Size != sizes[0].Size) is { Name: not null } other)
        {
            throw Broken(number, $"has {sizes[0].Size} samples in {sizes[0].Name} {sizes[0].Text} and {other.Size} in {other.Name} {other.Text}",
                "give one target per sample; set Batch.InputBatchDimension if the samples lie along another dimension, or Separable = false if rows are no samples");
        }
        return batch;
    }

    private static IEnumerable<(Tensor Tensor, int Dimension, string Name)> Named(Batch batch) =>
        batch.Inputs.Select((tensor, i) => (tensor, batch.InputBatchDimension, batch.Inputs.Count == 1 ? "the input" : $"input {i}"))
            .Concat(batch.Targets.Select((tensor, i) => (tensor, 0, batch.Targets.Count == 1 ? "the target" : $"target {i}")));

    private static FixtureException Broken(int number, string problem, string change) => new($"training batch {number} {problem}", change);
}
