using Xunit;

namespace ModelTests.Tests;

public class ClassWeightsTests
{
    [Theory]
    [InlineData(8, new[] { 0.25, 0.25, 0.25, 0.25 }, new long[] { 2, 2, 2, 2 })]
    [InlineData(10, new[] { 0.25, 0.25, 0.5 }, new long[] { 3, 2, 5 })]
    [InlineData(100, new[] { 0.29, 0.71 }, new long[] { 29, 71 })]
    [InlineData(7, new[] { 0.05, 0.15, 0.8 }, new long[] { 0, 1, 6 })]
    [InlineData(1, new[] { 0.4, 0.6 }, new long[] { 0, 1 })]
    public void Each_class_gets_its_share_rounded_by_largest_remainder(int samples, double[] weights, long[] counts)
    {
        using var labels = ClassWeights.Labels(weights, samples);

        Assert.Equal(counts, Enumerable.Range(0, weights.Length).Select(k => labels.data<long>().LongCount(label => label == k)));
    }

    [Fact]
    public void Without_weights_all_classes_weigh_the_same() => Assert.Equal([0.25, 0.25, 0.25, 0.25], ClassWeights.Of(null, 4));

    [Theory]
    [InlineData(new[] { 0.5, 0.5 }, "weights has 2 values and classes is 3")]
    [InlineData(new[] { 0.5, 0.4, 0.2 }, "the sum 1.1")]
    [InlineData(new[] { 0.5, 0.5, 0 }, "above 0")]
    [InlineData(new[] { 1.5, -0.25, -0.25 }, "above 0")]
    [InlineData(new[] { 0.5, 0.5, double.NaN }, "above 0")]
    public void Weights_that_are_no_shares_of_three_classes_are_refused(double[] weights, string message)
    {
        var exception = Assert.Throws<ArgumentException>(nameof(weights), () => ClassWeights.Of(weights, 3));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
