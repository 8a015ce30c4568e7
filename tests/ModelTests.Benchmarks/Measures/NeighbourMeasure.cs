namespace ModelTests.Benchmarks;

/// <summary>The checks beside a process that keeps another core busy: libtorch's threads would wait for each other there.</summary>
internal sealed class NeighbourMeasure(BatteryProfiles profiles) : Measure
{
    public override string Name => "neighbour";

    public override string Claim => "the standard checks beside a busy process over the same alone";

    public override IReadOnlyList<Figure> Take(Options options)
    {
        var process = new BatteryProcess(profiles);
        var checks = Pairs.Of(options.Repetitions(2), () => Beside(process.Checks), process.Checks);
        // What the machine itself loses: two cores may be one that runs two threads.
        var bare = Pairs.Of(options.Repetitions(2), () => Beside(process.Steps), process.Steps);
        return
        [
            new Figure("three models", Target.Ratio(1.1), [.. checks.Select(pair => pair.First / pair.Second)]),
            new Figure("three models, the bare steps", Target.Ratio(null), [.. bare.Select(pair => pair.First / pair.Second)]),
        ];
    }

    private static double Beside(Func<double> side)
    {
        using var neighbour = OwnProcess.StartNeighbour();
        return side();
    }
}
