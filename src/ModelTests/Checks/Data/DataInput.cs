namespace ModelTests;

/// <summary>One input as the training or the validation data gives it.</summary>
/// <param name="Name">"input", or "input 1" where there are several.</param>
/// <param name="Noun">"training" or "validation".</param>
/// <param name="Epoch">What was read.</param>
/// <param name="Reading">What was seen of this input.</param>
internal sealed record DataInput(string Name, string Noun, EpochReading Epoch, TensorReading Reading)
{
    /// <summary>Why the chosen input cannot be judged; null when it can.</summary>
    public static Verdict? Problem(PipelineReading pipeline, string attribute, int chosen) =>
        chosen < pipeline.Training.Inputs.Count ? null
            : Verdict.Fails($"[{attribute.Replace("Attribute", "", StringComparison.Ordinal)}(Input = {chosen})] names an input that is not there: the batches have {Figures.Count(pipeline.Training.Inputs.Count, "input")}")
                .ChangeTo($"give Input as a number from 0 to {pipeline.Training.Inputs.Count - 1}, or leave it out for all");

    /// <param name="pipeline">What the pipeline delivers.</param>
    /// <param name="chosen">The position of the input; below 0 for all.</param>
    public static IEnumerable<DataInput> Of(PipelineReading pipeline, int chosen) =>
        from entry in new[] { (Noun: "training", Epoch: pipeline.Training), (Noun: "validation", Epoch: pipeline.Validation) }
        from i in Enumerable.Range(0, entry.Epoch.Inputs.Count)
        where chosen < 0 || chosen == i
        select new DataInput(entry.Epoch.Inputs.Count == 1 ? "input" : $"input {i}", entry.Noun, entry.Epoch, entry.Epoch.Inputs[i]);
}
