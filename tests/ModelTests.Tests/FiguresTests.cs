using Xunit;

namespace ModelTests.Tests;

public class FiguresTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1.38629, "1.39")]
    [InlineData(-12.345, "-12.3")]
    [InlineData(1234.5, "1230")]
    [InlineData(0.00012345, "1.23e-4")]
    [InlineData(3e10, "3e10")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void A_number_has_at_most_three_significant_digits(double value, string expected) => Assert.Equal(expected, Figures.Of(value));
}
