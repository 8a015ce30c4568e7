using System.Globalization;
using Xunit;

namespace ModelTests.Tests;

public class SignificantTests
{
    [Theory]
    [InlineData(0.951234, 4, "0.9512")]
    [InlineData(1234567, 4, "1235000")]
    [InlineData(0.1 + 0.2, 15, "0.3")]
    [InlineData(1.23456e-7, 3, "1.23e-07")]
    [InlineData(1e22, 4, "1e+22")]
    [InlineData(-0.0, 4, "0")]
    [InlineData(-2.5, 4, "-2.5")]
    public void A_number_is_rounded_to_its_significant_digits(double value, int digits, string json) => Assert.Equal(json, Significant.Of(value, digits));

    [Theory]
    [InlineData(0.951234, 0.0123, "0.951")]
    [InlineData(0.951234, 0.000123, "0.95123")]
    [InlineData(1234.567, 25, "1235")]
    [InlineData(0.5, 3, "0.5")]
    [InlineData(0.951234, 0, "0.9512")]
    [InlineData(0, 0.1, "0")]
    [InlineData(0.951234, double.NaN, "0.9512")]
    public void A_mean_is_rounded_to_the_second_digit_of_its_spread(double mean, double spread, string json) => Assert.Equal(json, Significant.Mean(mean, spread));

    [Theory]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(double.PositiveInfinity, "\"+Inf\"")]
    [InlineData(double.NegativeInfinity, "\"-Inf\"")]
    public void What_is_not_finite_is_a_text(double value, string json) => Assert.Equal(json, Significant.Of(value));

    [Fact]
    public void A_number_of_digits_that_no_number_has_is_refused() =>
        Assert.Contains("give 1 to 17 significant digits", Assert.Throws<ArgumentOutOfRangeException>(() => Significant.Of(1.5, 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void Rounding_twice_changes_nothing()
    {
        var random = new Random(5);
        for (var i = 0; i < 1000; i++)
        {
            var once = Significant.Of((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 12)));
            Assert.Equal(once, Significant.Of(double.Parse(once, CultureInfo.InvariantCulture)));
        }
    }
}
