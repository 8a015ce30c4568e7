namespace ModelTests;

/// <summary>The first thing in which two trainings differ.</summary>
/// <param name="What">"the initial model", "batch 1" or "step 2".</param>
/// <param name="Recipe">Which recipe is at fault: CreateModel, CreateData or TrainStep.</param>
/// <param name="Text">How it differs, in figures.</param>
/// <param name="Entries">The parameters and buffers that differ.</param>
internal sealed record TrailDifference(string What, string Recipe, string Text, IReadOnlyList<StateEntry> Entries)
{
    public IReadOnlyList<Finding> Findings => [new Finding(Recipe, "", Text), .. Entries.Select(entry => new Finding(entry.Path, entry.Size, "differs"))];

    /// <summary>Null when they are equal as far as both are finite: NaN equals nothing.</summary>
    public static TrailDifference? Between(TrainingTrail one, TrainingTrail other)
    {
        if (StateEntry.Differences(one.Initial, other.Initial) is { Count: > 0 } initial)
            return new TrailDifference("the initial model", "CreateModel", $"{initial.Count} of {Figures.Count(one.Initial.Count, "parameter or buffer", "parameters and buffers")} {(initial.Count == 1 ? "differs" : "differ")}", initial);
        if (FirstDifference(one.Batches, other.Batches) is { } batch)
            return new TrailDifference($"batch {batch + 1}", "CreateData", $"batch {batch + 1} has other values or another order", []);
        foreach (var ((first, second), step) in one.Taken.Zip(other.Taken).TakeWhile(pair => pair.First.IsFinite && pair.Second.IsFinite).Select((pair, i) => (pair, i + 1)))
        {
            var changed = StateEntry.Differences(first.State, second.State);
            if (changed.Count > 0 || !first.Loss.Equals(second.Loss))
            {
                return new TrailDifference($"step {step}", "TrainStep",
                    first.Loss.Equals(second.Loss) ? $"the losses are equal, {Figures.Of(first.Loss ?? 0)}" : $"step {step} has loss {first.Loss:R} once and {second.Loss:R} the next time", changed);
            }
        }
        return null;
    }

    private static int? FirstDifference(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        for (var i = 0; i < Math.Max(one.Count, other.Count); i++)
        {
            if (i >= one.Count || i >= other.Count || one[i] != other[i])
                return i;
        }
        return null;
    }
}
