namespace ModelTests;

/// <summary>Refuses images that are neither flat nor solid.</summary>
internal static class ImageSize
{
    /// <summary>The sizes given, or the default.</summary>
    public static int[] Of(IReadOnlyList<long>? size, params int[] byDefault)
    {
        if (size is null)
            return byDefault;
        return size.Count is 2 or 3 && size.All(extent => extent is >= 1 and <= int.MaxValue)
            ? [.. size.Select(extent => (int)extent)]
            : throw new ArgumentException($"size is {Shape.OfSizes(size)}; it must be [height, width] or [depth, height, width], each at least 1.", nameof(size));
    }
}
