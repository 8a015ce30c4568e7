namespace ModelTests.Zoo.Tests;

/// <summary>The healthy controls that some check accuses yet, by their numbers. One that is not accused any more fails its test until it is taken out here.</summary>
internal static class Accused
{
    public static IReadOnlySet<string> Ids { get; } = new HashSet<string>();
}
