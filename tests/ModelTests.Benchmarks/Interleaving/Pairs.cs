namespace ModelTests.Benchmarks;

/// <summary>Two sides of one comparison, taken by turns: A B A B …</summary>
internal static class Pairs
{
    /// <summary>Takes each side once for nothing, so that neither reads its files for the first time, and then both a number of times.</summary>
    public static IReadOnlyList<(double First, double Second)> Of(int repetitions, Func<double> first, Func<double> second)
    {
        first();
        second();
        return [.. Enumerable.Range(0, repetitions).Select(_ => (first(), second()))];
    }
}
