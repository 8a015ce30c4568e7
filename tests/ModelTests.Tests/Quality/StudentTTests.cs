using Xunit;

namespace ModelTests.Tests;

/// <summary>Against published tables.</summary>
public class StudentTTests
{
    [Theory]
    [InlineData(0.025, 1, 12.706)]
    [InlineData(0.05, 2, 2.920)]
    [InlineData(0.005, 3, 5.841)]
    [InlineData(0.001, 4, 7.173)]
    [InlineData(0.0005, 8, 5.041)]
    [InlineData(0.05, 9, 1.833)]
    [InlineData(0.001, 30, 3.385)]
    public void Quantiles_are_those_of_the_tables(double probability, int degrees, double expected) => Assert.Equal(expected, StudentT.Quantile(probability, degrees), 3);

    [Theory]
    // Two samples of 17 that differ by one standard deviation, and of 64 that differ by half of one, both at 2.5 %: power 0.807 and 0.801 (Cohen, Statistical Power Analysis, 1988).
    [InlineData(17, 1.0, 0.807)]
    [InlineData(64, 0.5, 0.801)]
    public void The_power_is_that_of_the_tables(int size, double difference, double expected)
    {
        var degrees = 2 * (size - 1);
        Assert.Equal(expected, StudentT.Power(difference * Math.Sqrt(size / 2.0), StudentT.Quantile(0.025, degrees), degrees), 2e-3);
    }

    [Fact]
    public void The_detectable_difference_is_found_with_the_power_that_was_asked_for()
    {
        var critical = StudentT.Quantile(0.0005, 8);
        Assert.Equal(0.95, StudentT.Power(StudentT.DetectableDifference(critical, 8, 0.95), critical, 8), 3);
    }
}
