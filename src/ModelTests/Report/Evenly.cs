namespace ModelTests;

/// <summary>Picks from a long list what a report shows of it.</summary>
internal static class Evenly
{
    /// <summary>At most so many positions, from the first to the last in equal distances.</summary>
    public static IReadOnlyList<int> Chosen(int count, int most) =>
        count <= most ? [.. Enumerable.Range(0, count)] : [.. Enumerable.Range(0, most).Select(i => (int)((long)i * (count - 1) / (most - 1)))];

    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> list, int most) => [.. Chosen(list.Count, most).Select(i => list[i])];
}
