namespace ModelTests;

/// <summary>Reads the fixture's first training batches and refuses those that nothing could train on.</summary>
internal static class TrainingData
{
    public static IReadOnlyList<Batch> First(Subject subject, int count)
    {
        var data = subject.CreateData();
        var batches = new List<Batch>();
        while (batches.Count < count)
        {
            var before = batches.Count;
            foreach (var batch in BatchReading.Read("training batch", "TrainingBatches", data.TrainingBatches).Take(count - before))
                batches.Add(batch.For(data.Task).Clone().ReadAt(new BatchOrigin("training batch", batches.Count - before, batches.FirstOrDefault())));
            if (batches.Count == before)
                throw before == 0 ? Empty() : EmptyWhenReadAgain(before);
        }
        return batches;
    }

    public static FixtureException Empty() => new("CreateData gives no batch: TrainingBatches() is empty",
        "give at least one batch; a loader with drop_last is empty when the data is smaller than one batch");

    private static FixtureException EmptyWhenReadAgain(int batches) => new(
        $"TrainingBatches() gives {Figures.Count(batches, "batch", "batches")} the first time and none when it is read again",
        "start from the beginning whenever the batches are enumerated: an iterator, a stream or a queue keeps its position");
}
