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
                batches.Add(batch.For(data.Task).Clone());
            if (batches.Count == before)
            {
                throw new FixtureException("CreateData gives no batch: TrainingBatches() is empty",
                    "give at least one batch; a loader with drop_last is empty when the data is smaller than one batch");
            }
        }
        return batches;
    }
}
