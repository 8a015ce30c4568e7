namespace ModelTests;

/// <summary>Refuses objects for which an image has no room.</summary>
internal static class ObjectCount
{
    /// <param name="objects">The most objects in one image.</param>
    /// <param name="size">The image's size in pixels.</param>
    /// <param name="most">The longest side of an object, in pixels.</param>
    public static void MustFit(int objects, int[] size, int most)
    {
        var capacity = BlockPlacement.Capacity(size, most);
        if (objects < 1 || objects > capacity)
        {
            throw new ArgumentOutOfRangeException(nameof(objects), objects,
                $"objects is {objects}; it must be at least 1 and at most {capacity}: so many of the largest, {most} pixels wide, fit side by side into {Shape.OfSizes(size.Select(extent => (long)extent))}.");
        }
    }
}
