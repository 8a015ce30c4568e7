using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;

namespace ModelTests.Zoo;

/// <summary>The checks' answers about one fixture at one seed. Each check is asked once.</summary>
internal sealed class FixtureAnswers(IRecipes fixture, int seed)
{
    private static readonly ConcurrentDictionary<FixtureKey, FixtureAnswers> OfHealthy = new();

    private readonly List<ExemptAttribute> exempted = [.. fixture.FixtureType.GetCustomAttributes<ExemptAttribute>(inherit: true)];

    /// <summary>Attributes are equal where their types and their arguments are.</summary>
    private readonly Dictionary<CheckAttribute, PlannedCheck> planned = [];
    private readonly Dictionary<PlannedCheck, double> seconds = new(ReferenceEqualityComparer.Instance);

    public Evidence Evidence { get; } = new(fixture, seed);

    /// <summary>The answers about a healthy fixture, which is the parent of many cases: they are shared by all that have the same one.</summary>
    public static FixtureAnswers Shared(IRecipes healthy, int seed) =>
        OfHealthy.GetOrAdd(new FixtureKey(healthy, seed), _ => new FixtureAnswers(healthy, seed));

    public PlannedCheck Planned(CheckAttribute check)
    {
        if (!planned.TryGetValue(check, out var plan))
            planned[check] = plan = new PlannedCheck(check.Name, check, exempted.Find(exempt => exempt.Check == check.Name));
        return plan;
    }

    /// <summary>The verdict, and how long it took when it was judged.</summary>
    public (Verdict Verdict, double Seconds) Timed(PlannedCheck check)
    {
        var start = Stopwatch.GetTimestamp();
        var verdict = CheckRun.Of(check, Evidence);
        seconds.TryAdd(check, Stopwatch.GetElapsedTime(start).TotalSeconds);
        return (verdict, seconds[check]);
    }
}
