namespace ModelTests.Tests;

/// <summary>At which seeds tests judge. The environment variable MODELTESTS_SEEDS, such as "0-99", has them all judge at those.</summary>
internal static class TestSeeds
{
    private const string Variable = "MODELTESTS_SEEDS";

    public static IReadOnlyList<int> Five { get; } = OrThoseOfVariable("0-4");

    public static IReadOnlyList<int> Two { get; } = OrThoseOfVariable("0-1");

    private static int[] OrThoseOfVariable(string usual)
    {
        var range = Environment.GetEnvironmentVariable(Variable) ?? usual;
        var ends = range.Split('-').Select(end => int.TryParse(end, out var seed) && seed >= 0 ? seed : -1).ToArray();
        return ends is [>= 0 and var first, >= 0 and var last] && first <= last
            ? [.. Enumerable.Range(first, last - first + 1)]
            : throw new InvalidOperationException($"{Variable} is \"{range}\"; give the first and the last seed, for example \"{usual}\".");
    }
}
