namespace ModelTests;

/// <summary>Brings the number of features and the shape of a sample together.</summary>
internal static class SampleShape
{
    /// <summary>The number of informative features: given, or what the shape leaves after the distractors, or the default.</summary>
    public static int Features(int? features, int distractors, IReadOnlyList<long>? shape, int byDefault)
    {
        if (features is { } given)
            Require.AtLeast(given, 1, nameof(features));
        if (shape is null)
            return features ?? byDefault;
        if (shape.Count == 0 || shape.Any(size => size < 1))
            throw new ArgumentException($"shape is {Shape.OfSizes(shape)}; it must have at least one dimension, each of size 1 or more.", nameof(shape));
        var values = shape.Aggregate(1L, (product, size) => checked(product * size));
        var informative = values - distractors;
        if (informative < 1 || (features is { } expected && expected != informative))
        {
            throw new ArgumentException(
                $"shape is {Shape.OfSizes(shape)}, which holds {values} values, and features + distractors is {(features ?? 1) + distractors}{(features is null ? " or more" : "")}; "
                + "choose a shape of as many values, or leave features out.", nameof(shape));
        }
        return checked((int)informative);
    }
}
