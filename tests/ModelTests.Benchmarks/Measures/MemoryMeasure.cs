namespace ModelTests.Benchmarks;

/// <summary>The memory of watched training over bare training, and of a long one over a short one.</summary>
internal sealed class MemoryMeasure : Measure
{
    private const double Most = 1.05;
    private const int Long = 300;
    private const int Short = 30;

    public override string Name => "memory";

    public override string Claim => "peak memory of a process";

    public override IReadOnlyList<Figure> Take(Options options) => [.. ReferenceModel.Standard.SelectMany(model =>
    {
        // All four by turns, and each once before that for nothing.
        var peaks = Enumerable.Range(0, options.Repetitions(3) + 1).Select(_ => Peaks.Of(model)).Skip(1).ToList();
        return (IReadOnlyList<Figure>)
        [
            new Figure($"{model.Name}, watched over bare, {Long} steps", Target.Ratio(Most), [.. peaks.Select(peak => peak.WatchedLong / peak.BareLong)]),
            new Figure($"{model.Name}, watched, {Long} steps over {Short}", Target.Ratio(Most), [.. peaks.Select(peak => peak.WatchedLong / peak.WatchedShort)]),
            new Figure($"{model.Name}, bare, {Long} steps over {Short}", Target.Ratio(null), [.. peaks.Select(peak => peak.BareLong / peak.BareShort)]),
        ];
    })];

    /// <summary>In MB, each of a process of its own.</summary>
    private sealed record Peaks(double WatchedLong, double BareLong, double WatchedShort, double BareShort)
    {
        public static Peaks Of(ReferenceModel model) => new(
            OwnProcess.PeakMemory(model, watched: true, Long), OwnProcess.PeakMemory(model, watched: false, Long),
            OwnProcess.PeakMemory(model, watched: true, Short), OwnProcess.PeakMemory(model, watched: false, Short));
    }
}
