using System.Text.RegularExpressions;

namespace ModelTests.Zoo;

/// <summary>How near the first failure comes to the culprit.</summary>
internal enum Location
{
    /// <summary>Not detected, or a failure that points elsewhere.</summary>
    None,

    /// <summary>The right stage.</summary>
    Stage,

    /// <summary>The culprit is among the first three findings.</summary>
    AmongThree,

    /// <summary>The culprit is the first finding.</summary>
    First,
}

/// <summary>A case at one seed.</summary>
internal sealed record SeedScore(CheckedFixture Parent, CheckedFixture Mutant, Location Location)
{
    private const int FindingsRead = 3;

    public bool Detected => FirstFailure is not null && !Parent.Failures.Any();

    public CheckAnswer? FirstFailure => Mutant.Failures.FirstOrDefault();

    /// <summary>The failures that do not lead to the first one: two causes where there is one fault. A fixture that cannot be used for one reason is one cause.</summary>
    public IEnumerable<CheckAnswer> Apart =>
        Mutant.Failures.Where(failure => failure.RootCause != FirstFailure?.Check && !(failure.Verdict.FixtureIsUnusable && failure.Verdict.Unusable == FirstFailure?.Verdict.Unusable));

    public double Seconds => Parent.Seconds + Mutant.Seconds;

    public static SeedScore Of(ZooCase zooCase, int seed, Func<CheckAttribute, bool>? runs = null)
    {
        var parent = CheckedFixture.Of(FixtureAnswers.Shared(zooCase.Parent(), seed), zooCase.Declared, seed, runs);
        var mutant = CheckedFixture.Of(new FixtureAnswers(zooCase.Mutant(), seed), zooCase.Declared, seed, runs);
        return Of(zooCase, parent, mutant);
    }

    public static SeedScore Of(ZooCase zooCase, CheckedFixture parent, CheckedFixture mutant) =>
        new(parent, mutant, parent.Failures.Any() ? Location.None : Locate(zooCase, mutant.Failures.FirstOrDefault()));

    private static Location Locate(ZooCase zooCase, CheckAnswer? failure)
    {
        if (failure is null)
            return Location.None;
        var named = failure.Verdict.Findings.Take(FindingsRead)
            .Select(finding => zooCase.AcceptedLocations.Any(accepted => Regex.IsMatch(finding.Location, accepted, RegexOptions.CultureInvariant))).ToList();
        return named.FirstOrDefault() ? Location.First
            : named.Contains(true) ? Location.AmongThree
            : CheckStages.PointsTo(failure.Check, zooCase.Stage) ? Location.Stage
            : Location.None;
    }
}

/// <summary>A case over all seeds. What counts is what happened in at least four of five of them.</summary>
internal sealed record CaseScore(ZooCase Case, IReadOnlyList<SeedScore> Seeds)
{
    private const double ShareOfSeeds = 0.8;

    public bool Detected => InEnough(seed => seed.Detected);

    /// <summary>Detected at some seeds, but not at enough of them.</summary>
    public bool Flaky => !Detected && Seeds.Any(seed => seed.Detected);

    /// <summary>The best level that enough seeds reach.</summary>
    public Location Location => Enum.GetValues<Location>().Where(level => InEnough(seed => seed.Location >= level)).Max();

    public double SecondsPerSeed => Seeds.Average(seed => seed.Seconds);

    /// <summary>The failure to read first, as most seeds have it.</summary>
    public CheckAnswer? FirstFailure => Seeds.Select(seed => seed.FirstFailure).OfType<CheckAnswer>()
        .GroupBy(failure => failure.Check).OrderByDescending(group => group.Count()).FirstOrDefault()?.First();

    private bool InEnough(Func<SeedScore, bool> holds) => Seeds.Count(holds) >= Math.Ceiling(ShareOfSeeds * Seeds.Count);
}
