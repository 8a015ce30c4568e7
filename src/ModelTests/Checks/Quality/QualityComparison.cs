namespace ModelTests;

/// <summary>The figures of a baseline beside those of now.</summary>
internal sealed class QualityComparison
{
    private readonly QualityBaseline before;
    private readonly QualityBaseline now;
    private readonly MetricTolerance tolerance;
    private readonly bool sameEnvironment;
    private readonly List<MetricComparison> compared = [];

    public QualityComparison(QualityBaseline before, QualityBaseline now, MetricTolerance tolerance, bool sameEnvironment)
    {
        (this.before, this.now, this.tolerance, this.sameEnvironment) = (before, now, tolerance, sameEnvironment);
        if (OtherTraining is not null)
            return;
        var pairs = before.Metrics.Join(now.Metrics, metric => metric.Name, metric => metric.Name, (verified, received) => (verified, received)).ToList();
        compared.AddRange(pairs.Select(pair => new MetricComparison(pair.verified, pair.received, (int)now.Seeds, pairs.Count, HasSameSamples, tolerance.For(pair.verified))));
    }

    /// <summary>Trainings of another length have other figures, whatever the model. Null when they are comparable.</summary>
    public string? OtherTraining =>
        before.Seeds != now.Seeds ? $"the baseline was recorded with {Figures.Count(before.Seeds, "seed")}, and now there are {now.Seeds}"
        : before.Steps != now.Steps ? $"the baseline was recorded after {Figures.Count(before.Steps, "training step")}, and now there are {now.Steps}"
        : null;

    private bool HasSameSamples => sameEnvironment && before.HasDataOf(now);

    /// <summary>The worst first: what cannot be compared, then by how far it is beyond what is allowed.</summary>
    public IReadOnlyList<QualityProblem> Problems()
    {
        var problems = new List<QualityProblem>();
        foreach (var gone in before.Metrics.Where(metric => !now.Metrics.Any(other => other.Name == metric.Name)))
            problems.Add(new(gone.Name, "is in the baseline, and the fixture's Metrics no longer gives it", $"{gone} in the baseline, missing now"));
        foreach (var added in now.Metrics.Where(metric => !before.Metrics.Any(other => other.Name == metric.Name)))
            problems.Add(new(added.Name, "is not in the baseline", $"{added}, missing in the baseline"));
        foreach (var unknown in tolerance.Metrics.Where(name => !now.Metrics.Any(metric => metric.Name == name)))
            problems.Add(new(unknown, "is named by Tolerance, and is no metric of the fixture", $"the metrics are {string.Join(", ", now.Metrics.Select(metric => metric.Name))}"));
        foreach (var pair in compared)
        {
            if (double.IsNaN(pair.Received.Mean))
                problems.Add(new(pair.Received.Name, "is not a number", $"NaN, in the baseline {pair.Verified}"));
            else if (double.IsNaN(pair.Verified.Mean))
                problems.Add(new(pair.Received.Name, "is not a number in the baseline, which nothing equals", $"{pair.Received}, in the baseline NaN"));
            else if (pair.Verified.HigherIsBetter != pair.Received.HigherIsBetter)
                problems.Add(new(pair.Received.Name, $"was better {(pair.Verified.HigherIsBetter ? "higher" : "lower")} in the baseline, and now it is better {(pair.Received.HigherIsBetter ? "higher" : "lower")}", $"{pair.Received}, in the baseline {pair.Verified}"));
        }
        var incomparable = problems.Select(problem => problem.Location).ToHashSet();
        problems.AddRange(compared.Where(pair => pair.IsWorse && !incomparable.Contains(pair.Received.Name)).OrderByDescending(pair => pair.Worse / pair.Allowed)
            .Select(pair => new QualityProblem(pair.Received.Name, $"is worse than in the baseline: {Figures.Of(pair.Received.Mean)} after {Figures.Of(pair.Verified.Mean)}, and {Figures.Of(pair.Allowed)} of difference is allowed",
                $"{pair.Received}, in the baseline {pair.Verified}: worse by {Figures.Of(pair.Worse)}, allowed {Figures.Of(pair.Allowed)} {AllowedBy(pair)}")));
        return problems;
    }

    /// <summary>The worst of the problems, how many more there are, and what else was compared.</summary>
    public string Headline(IReadOnlyList<QualityProblem> problems) =>
        $"{problems[0].Location} {problems[0].Problem}{(problems.Count > 1 ? $"; {problems.Count - 1} more" : "")}{Remark}";

    /// <summary>What is known to be other than it was.</summary>
    public string Cause
    {
        get
        {
            List<string> changes = [];
            if (Changed(before.Model, now.Model) is { } model)
                changes.Add($"the model has changed: {model}");
            if (Changed(before.Training, now.Training) is { } data)
                changes.Add($"the data or its split has changed: {data}");
            return changes.Count > 0 ? string.Join("; ", changes)
                : "something that changes what the model learns: its layers, their initial weights, the loss, the training step or the data; the number of parameters and of samples is what it was";
        }
    }

    /// <summary>What is better, and that the baseline does not hold it yet; null when nothing is.</summary>
    public string? Better => compared.Where(pair => pair.IsBetter).Select(pair => $"{pair.Received.Name} better by {Figures.Of(-pair.Worse)}").ToList() is { Count: > 0 } better
        ? $"{string.Join(", ", better)}: accept to hold it" : null;

    /// <summary>The figures, and what would have been found.</summary>
    public string Summary
    {
        get
        {
            var figures = compared.Select(pair => $"{pair.Received.Name} {Figures.Of(pair.Received.Mean)} (baseline {Figures.Of(pair.Verified.Mean)}, {(pair.Verified.HigherIsBetter ? "a drop of" : "a rise by")} {Figures.Of(pair.Finds)} would be found)");
            return $"{string.Join(", ", figures)} over {now.Seeds} seeds{Remark}";
        }
    }

    private string Remark => HasSameSamples ? ""
        : !sameEnvironment ? "; the baseline is from another environment, whose random numbers may hold out other samples: their sampling error is allowed for"
        : "; the baseline was recorded on other samples: their sampling error is allowed for";

    private string AllowedBy(MetricComparison pair) =>
        pair.IsTolerance ? "by Tolerance" : HasSameSamples ? $"by the spread between {now.Seeds} seeds" : $"by the spread between {now.Seeds} seeds and the sampling error";

    private static string? Changed(IReadOnlyDictionary<string, long> before, IReadOnlyDictionary<string, long> now)
    {
        var changes = now.Where(entry => before.TryGetValue(entry.Key, out var value) && value != entry.Value).Select(entry => $"{entry.Key} {before[entry.Key]} before, {entry.Value} now").ToList();
        return changes.Count == 0 ? null : string.Join(", ", changes);
    }
}

/// <summary>One difference that fails the check.</summary>
/// <param name="Location">The metric or setting.</param>
/// <param name="Problem">What is wrong, for the headline: "is worse than …".</param>
/// <param name="Figures">What was seen, for the row.</param>
internal sealed record QualityProblem(string Location, string Problem, string Figures)
{
    public Finding Finding => new(Location, "", Figures);
}
