using Xunit;

namespace ModelTests.Tests;

public class SampleShapeTests
{
    [Theory]
    [InlineData(null, 0, null, 10)]
    [InlineData(3, 2, null, 3)]
    [InlineData(null, 0, new long[] { 1, 28, 28 }, 784)]
    [InlineData(null, 4, new long[] { 2, 3 }, 2)]
    [InlineData(2, 4, new long[] { 2, 3 }, 2)]
    public void The_number_of_features_is_given_or_follows_from_the_shape(int? features, int distractors, long[]? shape, int expected) =>
        Assert.Equal(expected, SampleShape.Features(features, distractors, shape, byDefault: 10));

    [Theory]
    [InlineData(null, 0, new long[0], "shape is []")]
    [InlineData(null, 0, new long[] { 3, 0 }, "shape is [3, 0]")]
    [InlineData(null, 0, new long[] { -1, 4 }, "shape is [-1, 4]")]
    [InlineData(5, 0, new long[] { 2, 3 }, "holds 6 values, and features + distractors is 5")]
    [InlineData(null, 6, new long[] { 2, 3 }, "holds 6 values, and features + distractors is 7 or more")]
    public void A_shape_that_does_not_hold_the_features_is_refused(int? features, int distractors, long[] shape, string message)
    {
        var exception = Assert.Throws<ArgumentException>(nameof(shape), () => SampleShape.Features(features, distractors, shape, byDefault: 10));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_features_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("features", () => SampleShape.Features(0, 0, null, byDefault: 10));
}
