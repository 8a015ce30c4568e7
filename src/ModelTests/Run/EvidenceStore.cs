using System.Collections.Concurrent;

namespace ModelTests;

/// <summary>
/// The evidence of each fixture class of this process. xUnit makes a new fixture for every test; the evidence is shared, and what is recorded
/// from now on is recorded with the newest fixture: an older one may hold what belonged to its own test, such as xUnit's output.
/// </summary>
internal static class EvidenceStore
{
    private static readonly ConcurrentDictionary<Type, Evidence> ByFixture = new();

    public static Evidence For(IRecipes fixture)
    {
        var evidence = ByFixture.GetOrAdd(fixture.FixtureType, _ => new Evidence(fixture));
        evidence.Recipes = fixture;
        return evidence;
    }
}
