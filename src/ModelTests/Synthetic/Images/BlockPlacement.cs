namespace ModelTests;

/// <summary>Puts boxes of given sides at random places of an image.</summary>
/// <param name="size">The image's size in pixels.</param>
/// <param name="most">The longest side that a box has.</param>
/// <param name="random">The stream to draw from.</param>
internal sealed class BlockPlacement(int[] size, int most, Random random)
{
    /// <summary>Afterwards the boxes are put on a grid: where they fill most of the image, chance alone hardly ever finds room for all.</summary>
    private const int Attempts = 100;

    /// <summary>How many boxes of the longest side fit side by side; so many can always be placed.</summary>
    public static int Capacity(int[] size, int most) => size.Aggregate(1, (product, extent) => checked(product * (extent / most)));

    /// <summary>Anywhere, one independent of the other.</summary>
    public IReadOnlyList<Block> Anywhere(IReadOnlyList<int[]> sides) => [.. sides.Select(side => Within(new int[size.Length], size, side))];

    /// <summary>Without a common pixel; all such arrangements are equally likely where chance finds one in <see cref="Attempts"/> attempts.</summary>
    public IReadOnlyList<Block> Apart(IReadOnlyList<int[]> sides)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var blocks = Anywhere(sides);
            if (!blocks.Where((block, i) => blocks.Take(i).Any(block.Overlaps)).Any())
                return blocks;
        }
        return OnGrid(sides);
    }

    private List<Block> OnGrid(IReadOnlyList<int[]> sides)
    {
        var cells = Enumerable.Range(0, Capacity(size, most)).ToArray();
        random.Shuffle(cells);
        return [.. sides.Select((side, i) => Within(Corner(cells[i]), [.. size.Select(_ => most)], side))];
    }

    private int[] Corner(int cell)
    {
        var corner = new int[size.Length];
        for (var d = size.Length - 1; d >= 0; d--)
        {
            corner[d] = cell % (size[d] / most) * most;
            cell /= size[d] / most;
        }
        return corner;
    }

    private Block Within(int[] corner, int[] room, int[] side) =>
        new([.. corner.Select((low, d) => low + random.Next(room[d] - side[d] + 1))], side);
}
