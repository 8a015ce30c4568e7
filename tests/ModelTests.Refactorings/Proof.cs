namespace ModelTests.Refactorings;

/// <summary>How <see cref="MatchesBaselineAttribute"/> judges the variants.</summary>
/// <param name="Original">Trainings of the unchanged model.</param>
/// <param name="Harmless">Alarms of the refactorings that keep the function.</param>
/// <param name="Harmful">Alarms of the changes that harm.</param>
/// <param name="Comparisons">How often the unchanged model was compared with itself.</param>
/// <param name="FalseAlarms">How often that was an alarm.</param>
/// <param name="Drops">For each metric the smallest change for the worse that is found: as the check states it, and as measured.</param>
internal sealed record Proof(Pool Original, IReadOnlyList<AlarmCount> Harmless, IReadOnlyList<AlarmCount> Harmful, int Comparisons, int FalseAlarms, IReadOnlyList<FoundDrop> Drops)
{
    public const int Repetitions = 100;

    /// <summary>How often each size of a drop is tried.</summary>
    private const int Trials = 1000;

    public static Proof Of(Pool original, IReadOnlyList<Pool> harmless, IReadOnlyList<Pool> harmful, int comparisons)
    {
        var random = new Random(1);
        var falseAlarms = Enumerable.Range(0, comparisons).Count(_ => original.DrawTwo(random) is var (before, now) && IsAlarm(before, now));
        return new Proof(original, [.. harmless.Select(pool => Count(pool, original, random))], [.. harmful.Select(pool => Count(pool, original, random))],
            comparisons, falseAlarms, [.. original.Runs.Metrics.Select((_, i) => SmallestDrop(original, i, random))]);
    }

    public static bool IsAlarm(QualityBaseline before, QualityBaseline now) =>
        new QualityComparison(before, now, new MetricTolerance(null), sameEnvironment: true).Problems().Count > 0;

    private static AlarmCount Count(Pool changed, Pool original, Random random)
    {
        var accepted = original.First();
        return new AlarmCount(changed,
            Enumerable.Range(0, Repetitions).Count(_ => IsAlarm(accepted, changed.Draw(random))),
            Enumerable.Range(0, Repetitions).Count(_ => IsAlarm(original.Draw(random), changed.Draw(random))));
    }

    private static FoundDrop SmallestDrop(Pool original, int metric, Random random)
    {
        var pairs = Enumerable.Range(0, Trials).Select(_ => original.DrawTwo(random)).ToList();
        var stated = pairs.Take(Repetitions).Average(pair => new MetricComparison(pair.First.Metrics[metric], pair.Second.Metrics[metric],
            (int)pair.Second.Seeds, pair.First.Metrics.Count, sameSamples: true, tolerance: null).Finds);
        var (low, high) = (0.0, 4 * stated);
        while (high - low > 0.01 * stated)
        {
            var middle = (low + high) / 2;
            var found = pairs.Count(pair => IsAlarm(pair.First, Worse(pair.Second, metric, middle)));
            (low, high) = found < MetricComparison.Power * Trials ? (middle, high) : (low, middle);
        }
        return new FoundDrop(original.Runs.Metrics[metric], stated, high);
    }

    private static QualityBaseline Worse(QualityBaseline baseline, int metric, double by) => baseline with
    {
        Metrics = [.. baseline.Metrics.Select((line, i) => i == metric ? line with { Mean = line.Mean + (line.HigherIsBetter ? -by : by) } : line)],
    };
}

/// <summary>How often a variant was called worse.</summary>
/// <param name="Changed">The variant's trainings.</param>
/// <param name="OneBaseline">Of <see cref="Proof.Repetitions"/> comparisons with the baseline of the original's first trainings.</param>
/// <param name="ManyBaselines">Of as many comparisons, each with another baseline.</param>
internal sealed record AlarmCount(Pool Changed, int OneBaseline, int ManyBaselines);

/// <summary>What becomes of the smallest drop that is found with the stated power.</summary>
/// <param name="Metric">The unchanged model's.</param>
/// <param name="Stated">By the check, on average.</param>
/// <param name="Measured">By shifting the figure until as many comparisons give an alarm.</param>
internal sealed record FoundDrop(MetricRuns Metric, double Stated, double Measured);
