namespace ModelTests.Benchmarks;

/// <summary>All standard checks of three models in one test process, over the training steps that they take.</summary>
internal sealed class BatteryMeasure(BatteryProfiles profiles) : Measure
{
    public override string Name => "battery";

    public override string Claim => "the standard checks of three models over their bare training steps, whole processes";

    public override IReadOnlyList<Figure> Take(Options options)
    {
        var process = new BatteryProcess(profiles);
        var pairs = Pairs.Of(options.Repetitions(3), process.Checks, process.Steps);
        return
        [
            new Figure("three models", Target.Ratio(1.15), [.. pairs.Select(pair => pair.First / pair.Second)]),
            new Figure("three models, the checks alone", new Target(null, "s", 2), [.. pairs.Select(pair => pair.First)]),
            new Figure("three models, the bare steps alone", new Target(null, "s", 2), [.. pairs.Select(pair => pair.Second)]),
        ];
    }
}
