namespace ModelTests;

/// <summary>Refuses what no image can be made from.</summary>
internal static class DetectionArguments
{
    public static (int Least, int Most) BoxSize((int Least, int Most) boxSize, int[] size) =>
        boxSize.Least >= 1 && boxSize.Least <= boxSize.Most && boxSize.Most <= size.Min()
            ? boxSize
            : throw new ArgumentException(
                $"boxSize is ({boxSize.Least}, {boxSize.Most}); it must be (least, most) with 1 <= least <= most <= {size.Min()}, the shortest side of {Shape.OfSizes(size.Select(extent => (long)extent))}.", nameof(boxSize));

    public static double[] Values(IReadOnlyList<double>? values, int classes)
    {
        if (values is null)
            return [.. Enumerable.Range(1, classes).Select(k => (double)k / classes)];
        return values.Count == classes && values.All(double.IsFinite)
            ? [.. values]
            : throw new ArgumentException($"values is [{string.Join(", ", values.Select(Figures.Of))}]; it must have one finite value for each of the {Figures.Count(classes, "class", "classes")}.", nameof(values));
    }

    public static double[] Coefficients(IReadOnlyList<double>? coefficients, int dimensions)
    {
        if (coefficients is null)
            return new double[2 * dimensions];
        return coefficients.Count == 2 * dimensions && coefficients.All(double.IsFinite)
            ? [.. coefficients]
            : throw new ArgumentException(
                $"coefficients is [{string.Join(", ", coefficients.Select(Figures.Of))}]; it must have {2 * dimensions} finite values, one for each number of a box in {dimensions} dimensions.", nameof(coefficients));
    }
}
