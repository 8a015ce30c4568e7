using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class RequireTests
{
    [Fact]
    public void The_message_names_argument_value_and_legal_range()
    {
        const double labelNoise = 1.5;
        var exception = Assert.Throws<ArgumentOutOfRangeException>(nameof(labelNoise), () => Require.InHalfOpenRange(labelNoise, 0, 1));
        Assert.StartsWith("labelNoise is 1.5; it must be at least 0 and below 1.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_finite_is_in_no_range(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.FiniteAtLeast(value, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.InHalfOpenRange(value, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.StrictlyBetween(value, 0, 1));
    }

    [Fact]
    public void Ends_belong_to_a_range_or_not_as_said()
    {
        Require.AtLeast(1, 1);
        Require.FiniteAtLeast(0, 0);
        Require.InHalfOpenRange(0, 0, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.AtLeast(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.InHalfOpenRange(1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.StrictlyBetween(0, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.StrictlyBetween(1, 0, 1));
    }

    [Theory]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.ComplexFloat32)]
    public void Types_without_real_numbers_are_no_floating_point(ScalarType dtype) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(dtype), () => Require.FloatingPoint(dtype));
}
