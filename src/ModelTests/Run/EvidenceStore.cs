using System.Collections.Concurrent;

namespace ModelTests;

/// <summary>The evidence of each fixture class of this process. xUnit makes a new fixture for every test; the evidence is shared.</summary>
internal static class EvidenceStore
{
    private static readonly ConcurrentDictionary<Type, Evidence> ByFixture = new();

    public static Evidence For(IRecipes fixture) => ByFixture.GetOrAdd(fixture.FixtureType, _ => new Evidence(fixture));
}
