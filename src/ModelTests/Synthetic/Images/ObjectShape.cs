namespace ModelTests;

/// <summary>The shapes that tell the classes of a segmentation apart, in two dimensions or three.</summary>
internal static class ObjectShape
{
    /// <summary>Below it some shapes are the same.</summary>
    public const int LeastRadius = 2;

    /// <summary>Class 0 first.</summary>
    public static IReadOnlyList<string> Names(int dimensions) =>
        dimensions == 2 ? ["background", "disc", "square", "cross", "ring"] : ["background", "ball", "cube", "cross", "shell"];

    /// <summary>Which pixels of a box of side 2 · radius + 1 the shape covers, row by row.</summary>
    public static IEnumerable<bool> Pixels(int shape, int radius, int dimensions)
    {
        var side = (2 * radius) + 1;
        for (var cell = 0; cell < Math.Pow(side, dimensions); cell++)
        {
            var rest = cell;
            var fromCentre = new int[dimensions];
            for (var d = 0; d < dimensions; d++, rest /= side)
                fromCentre[d] = (rest % side) - radius;
            yield return Covers(shape, radius, fromCentre);
        }
    }

    private static bool Covers(int shape, int radius, int[] fromCentre)
    {
        var square = fromCentre.Sum(distance => distance * distance);
        return shape switch
        {
            1 => square <= radius * radius,
            2 => true,
            // Along every axis a bar a third as wide as it is long.
            3 => fromCentre.Count(distance => 3 * Math.Abs(distance) <= radius) >= fromCentre.Length - 1,
            _ => square <= radius * radius && 4 * square > radius * radius,
        };
    }
}
