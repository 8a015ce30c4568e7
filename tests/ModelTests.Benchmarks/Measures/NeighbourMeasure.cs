namespace ModelTests.Benchmarks;

/// <summary>The checks beside a process that keeps another core busy: libtorch's threads would wait for each other there.</summary>
internal sealed class NeighbourMeasure(BatteryProfiles profiles) : Measure
{
    public override string Name => "neighbour";

    public override string Claim => "the standard checks beside a busy process over the same alone";

    public override IReadOnlyList<Figure> Take(Options options)
    {
        var process = new BatteryProcess(profiles);
        var pairs = Pairs.Of(options.Repetitions(5), () => Beside(process.Checks), process.Checks);
        return [new Figure("three models", Target.Ratio(1.1), [.. pairs.Select(pair => pair.First / pair.Second)])];
    }

    private static double Beside(Func<double> side)
    {
        using var neighbour = OwnProcess.StartNeighbour();
        return side();
    }
}
