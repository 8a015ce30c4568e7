using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class StratifiedSplitTests
{
    [Theory]
    [InlineData(0.8, 1000, new[] { 0.7, 0.2, 0.1 }, new long[] { 560, 160, 80 })]
    [InlineData(0.5, 20, new[] { 0.5, 0.35, 0.15 }, new long[] { 5, 4, 2 })]
    [InlineData(0.9, 20, new[] { 0.8, 0.1, 0.1 }, new long[] { 14, 1, 1 })]
    public void Each_class_has_its_share_in_the_training_part_and_is_in_both(double training, int samples, double[] weights, long[] expected)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.GaussianClasses(samples, classes: 3, weights: weights, split: Split.Stratified(training));

        Assert.Equal(expected, data.Training.Target.bincount(null, 3).data<long>());
        Assert.All(data.Validation!.Target.bincount(null, 3).data<long>(), count => Assert.InRange(count, 1, samples));
        Assert.Equal(samples, data.Training.Size + data.Validation.Size);
    }

    [Fact]
    public void Yes_and_no_are_classes()
    {
        using var scope = NewDisposeScope();
        var whole = Synthetic.GeneralizedLinear(200, bias: -3).Training.Target.mean().ToDouble();
        var data = Synthetic.GeneralizedLinear(200, bias: -3, split: Split.Stratified(0.5));

        Assert.Equal(whole, data.Training.Target.mean().ToDouble(), 0.01);
        Assert.Equal(whole, data.Validation!.Target.mean().ToDouble(), 0.01);
    }

    [Fact]
    public void It_depends_on_the_seed_and_on_nothing_else()
    {
        using var data = Synthetic.Moons(seed: 1, split: Split.Stratified());
        using var same = Synthetic.Moons(seed: 1, split: Split.Stratified());
        using var other = Synthetic.Moons(seed: 2, split: Split.Stratified());

        Assert.Equal(data.Training.Input, same.Training.Input);
        Assert.NotEqual(data.Training.Input, other.Training.Input);
    }

    [Fact]
    public void A_class_of_one_sample_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>("split", () => Synthetic.GaussianClasses(9, classes: 2, weights: [0.9, 0.1], split: Split.Stratified()));
        Assert.Contains("class 1 has 1 sample; each class must have at least 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Real_numbers_are_no_classes()
    {
        var exception = Assert.Throws<ArgumentException>("split", () => Synthetic.SineRegression(split: Split.Stratified()));
        Assert.Contains("real numbers; use Split.Random", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_that_leaves_nothing_for_one_part_is_refused(double training) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(training), () => Split.Stratified(training));
}
