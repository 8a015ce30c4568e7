using ModelTests.Benchmarks;

try
{
    if (args is [OwnProcess.Task, .. var task])
        return OwnProcess.Run(task);
    var profiles = new BatteryProfiles();
    IReadOnlyList<Measure> measures =
    [
        new TrainingMeasure(), new BatteryMeasure(profiles), new StepsMeasure(profiles), new ReferenceMeasure(), new CheckMeasure(),
        new MemoryMeasure(), new SizesMeasure(), new OutputMeasure(), new NeighbourMeasure(profiles),
    ];
    var options = Options.Parse(args, [.. measures.Select(measure => measure.Name)]);
    var results = new List<MeasuredSpeed>();
    foreach (var measure in measures.Where(options.Includes))
    {
        Console.WriteLine($"\n{measure.Name}: {measure.Claim}");
        var figures = measure.Take(options);
        foreach (var figure in figures)
            Console.WriteLine($"  {figure}");
        if (measure.Details.Length > 0)
            Console.WriteLine($"\n{measure.Details}");
        results.Add(new MeasuredSpeed(measure.Name, measure.Claim, figures, measure.Details));
    }
    if (options.Write)
        SpeedReport.Write(results);
    return 0;
}
catch (StepFailed problem)
{
    Console.Error.WriteLine($"stopped: {problem.Message}");
    return 1;
}
