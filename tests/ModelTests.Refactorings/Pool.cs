namespace ModelTests.Refactorings;

/// <summary>What trainings of one variant gave, each with a seed of its own.</summary>
/// <param name="Name">The variant's.</param>
/// <param name="Runs">All of them.</param>
internal sealed record Pool(string Name, QualityRuns Runs)
{
    /// <summary>Trainings from which a baseline is made, the check's default.</summary>
    private static readonly int Seeds = new MatchesBaselineAttribute().Seeds;

    public int Size => Runs.Metrics[0].Values.Count;

    /// <param name="variant">What is trained.</param>
    /// <param name="size">How many trainings.</param>
    /// <param name="number">Pools of other numbers have other seeds.</param>
    public static Pool Train(Variant variant, int size, int number)
    {
        // A thousand apart, so that not even the noise of single steps is the same in two pools.
        const int Distance = 1000;
        var evidence = new Evidence(variant.Create(), seed: number * Distance) { Budget = new RunBudget(TimeSpan.FromHours(1)) };
        var runs = evidence.QualityAfter(size, new MatchesBaselineAttribute().Steps);
        // To the check they are all of one fixture, which has one seed.
        return new Pool(variant.Name, runs with { Seed = 0 });
    }

    /// <summary>The first trainings, as a baseline.</summary>
    public QualityBaseline First() => Of(Enumerable.Range(0, Seeds));

    /// <summary>Random trainings as a baseline, each at most once.</summary>
    public QualityBaseline Draw(Random random) => Of(Some(random, Seeds));

    /// <summary>Two baselines that share no training.</summary>
    public (QualityBaseline First, QualityBaseline Second) DrawTwo(Random random)
    {
        var chosen = Some(random, 2 * Seeds).ToList();
        return (Of(chosen.Take(Seeds)), Of(chosen.Skip(Seeds)));
    }

    private HashSet<int> Some(Random random, int count)
    {
        var chosen = new HashSet<int>();
        while (chosen.Count < count)
            chosen.Add(random.Next(Size));
        return chosen;
    }

    /// <summary>Through the lines of the file, with their rounding.</summary>
    private QualityBaseline Of(IEnumerable<int> trainings)
    {
        var chosen = trainings.ToList();
        var runs = Runs with { Metrics = [.. Runs.Metrics.Select(metric => metric with { Values = [.. chosen.Select(training => metric.Values[training])] })] };
        return QualityBaseline.Read(new Baseline(Name, "", QualityBaseline.Write(runs, parameters: false, null, null)));
    }
}
