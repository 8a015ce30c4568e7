namespace ModelTests;

/// <summary>One output of one pass that a contract is about.</summary>
/// <param name="Name">"output", or "output 1" where there are several.</param>
/// <param name="Input">What the model had read.</param>
/// <param name="Figures">What came out.</param>
internal sealed record ChosenOutput(string Name, string Input, OutputFigures Figures)
{
    /// <summary>The output at that position in every pass; all of them for -1.</summary>
    public static IEnumerable<ChosenOutput> Of(OutputSamples samples, int position) =>
        from pass in samples.Passes
        from output in pass.Outputs.Index()
        where position < 0 || output.Index == position
        select new ChosenOutput(pass.Outputs.Count == 1 ? "output" : $"output {output.Index}", pass.Input, output.Item);

    /// <summary>An answer when the model has no output at that position.</summary>
    public static Verdict? Problem(OutputSamples samples, string attribute, int position)
    {
        var count = samples.Passes[0].Outputs.Count;
        return position < count
            ? null
            : Verdict.Fails($"[{attribute[..^nameof(Attribute).Length]}(Output = {position})]: the model has {ModelTests.Figures.Count(count, "output")}").ChangeTo($"give a position from 0 to {count - 1}");
    }
}
