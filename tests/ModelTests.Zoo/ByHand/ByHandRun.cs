using ModelTests.Models;

namespace ModelTests.Zoo;

/// <summary>
/// The tests that people write by hand on the whole zoo, scored as the checks are. Twice: as they are published, and adapted to each model, as a team has them
/// after some weeks: what fails on the healthy model at the first seed is deleted, and the bound of the loss is what the healthy model reaches.
/// </summary>
internal sealed class ByHandRun(Options options, Action<string> say)
{
    private readonly Dictionary<(FixtureKey, string?), HandWrittenRun> ofHealthy = [];

    public ByHandResult Run()
    {
        var healthy = ZooContents.Healthy.Where(control => options.Includes(control.Id.Split(" by ")[0])).ToList();
        var accusations = healthy.ConvertAll(control => (Published: Accused(control, adapted: false), Adapted: Accused(control, adapted: true)));
        var cases = ZooContents.Cases.Where(zooCase => zooCase.Style == CallStyle.Call && options.Includes(zooCase.Id)).Select(Score).ToList();
        return new ByHandResult(healthy.Count,
            new Battery([.. cases.Select(score => score.Published)], [.. accusations.SelectMany(pair => pair.Published)]),
            new Battery([.. cases.Select(score => score.Adapted)], [.. accusations.SelectMany(pair => pair.Adapted)]));
    }

    private List<Accusation> Accused(ZooControl control, bool adapted)
    {
        var frozen = Frozen(control.Declared);
        var found = Accusation.Among(control.Id, options.ControlSeeds.Select(seed => Judge(Healthy(control.Fixture, seed, frozen), control.Fixture, seed, frozen, adapted))).ToList();
        say($"{control.Id,-14} {(adapted ? "adapted" : "published"),-9} {string.Join(", ", found.Select(accusation => accusation.Check))}");
        return found;
    }

    private (CaseScore Published, CaseScore Adapted) Score(ZooCase zooCase)
    {
        var frozen = Frozen(zooCase.Declared);
        var mutants = options.Seeds.Select(seed => (Seed: seed, Run: HandWrittenTests.Run(zooCase.Mutant(), seed, frozen))).ToList();
        var (published, adapted) = (Scored(adapted: false), Scored(adapted: true));
        say($"{zooCase.Id,-6} published {string.Join(", ", published.Seeds[0].Mutant.Failures.Select(failure => failure.Check)),-40} adapted {string.Join(", ", adapted.Seeds[0].Mutant.Failures.Select(failure => failure.Check))}");
        return (published, adapted);

        CaseScore Scored(bool adapted) => new(zooCase, [.. mutants.Select(mutant => SeedScore.Of(zooCase,
            Judge(Healthy(zooCase.Parent, mutant.Seed, frozen), zooCase.Parent, mutant.Seed, frozen, adapted),
            Judge(mutant.Run, zooCase.Parent, mutant.Seed, frozen, adapted)))]);
    }

    private CheckedFixture Judge(HandWrittenRun run, Func<IRecipes> healthy, int seed, string? frozen, bool adapted)
    {
        var (same, first) = (Healthy(healthy, seed, frozen), Healthy(healthy, options.Seeds[0], frozen));
        var answers = HandWrittenTests.Judge(run, adapted ? HandWrittenExpectation.Adapted(same, first, frozen) : HandWrittenExpectation.Published(same, frozen));
        if (adapted)
        {
            var deleted = HandWrittenTests.Judge(first, HandWrittenExpectation.Adapted(first, first, frozen)).Where(answer => answer.Failure is not null).Select(answer => answer.Check).ToHashSet();
            answers = answers.Where(answer => !deleted.Contains(answer.Check));
        }
        return new CheckedFixture(seed, [.. answers.Select(answer => new CheckAnswer(answer.Check, answer.Failure ?? Verdict.Holds(""), 0, answer.Check))]);
    }

    private HandWrittenRun Healthy(Func<IRecipes> fixture, int seed, string? frozen)
    {
        var key = (new FixtureKey(fixture(), seed), frozen);
        if (!ofHealthy.TryGetValue(key, out var run))
            ofHealthy[key] = run = HandWrittenTests.Run(fixture(), seed, frozen);
        return run;
    }

    private static string? Frozen(IReadOnlyList<CheckAttribute> declared) => declared.OfType<StaysFrozenAttribute>().FirstOrDefault()?.Pattern;
}

/// <summary>What the hand-written tests said of the zoo.</summary>
/// <param name="Healthy">How many parents and controls were run, each counted once per style.</param>
/// <param name="Published">The tests as they are published.</param>
/// <param name="Adapted">The tests as a team adapts them to its model.</param>
internal sealed record ByHandResult(int Healthy, Battery Published, Battery Adapted);

/// <summary>One set of tests over all cases and healthy models.</summary>
internal sealed record Battery(IReadOnlyList<CaseScore> Cases, IReadOnlyList<Accusation> Accusations)
{
    public int Detected => Cases.Count(score => score.Detected);

    public int AmongThree => Cases.Count(score => score.Location >= Location.AmongThree);

    public int First => Cases.Count(score => score.Location == Location.First);

    public int Accused => Accusations.Select(accusation => accusation.Healthy).Distinct().Count();
}
