using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class GapSplitTests
{
    [Theory]
    [InlineData(1, -0.8, 0.8)]
    [InlineData(3, -0.5, 0.9)]
    public void Training_samples_lie_inside_with_all_features_and_held_out_ones_do_not(int features, double from, double to)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.SineRegression(features: features, split: Split.Gap(from, to));

        Assert.True(Inside(data.Training.Input, from, to).all().ToBoolean());
        Assert.False(Inside(data.Validation!.Input, from, to).any().ToBoolean());
        Assert.Equal(512, data.Training.Size + data.Validation.Size);
    }

    [Fact]
    public void Samples_of_any_shape_can_be_split()
    {
        using var data = Synthetic.GaussianClasses(shape: [1, 2, 2], split: Split.Gap(-3, 3));
        Assert.Equal([1, 2, 2], data.InputShape);
    }

    [Fact]
    public void A_gap_without_training_data_is_refused_with_the_nearest_legal_one()
    {
        var exception = Assert.Throws<ArgumentException>("split", () => Synthetic.SineRegression(split: Split.Gap(2, 3)));

        Assert.Contains("Split.Gap(from: 2, to: 3), which leaves no training data: choose from <= 0.99", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_without_held_out_data_is_refused_with_the_range_of_the_samples()
    {
        var exception = Assert.Throws<ArgumentException>("split", () => Synthetic.SineRegression(split: Split.Gap(-1, 1)));

        Assert.Contains("Split.Gap(from: -1, to: 1), which leaves no held-out data: choose from > -0.99", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_sample_cannot_be_split() =>
        Assert.Throws<ArgumentException>("split", () => Synthetic.SineRegression(samples: 1, split: Split.Gap()));

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.8, -0.8)]
    [InlineData(double.NaN, 0.8)]
    [InlineData(-0.8, double.PositiveInfinity)]
    public void What_is_no_interval_is_refused(double from, double to) =>
        Assert.Throws<ArgumentException>(nameof(from), () => Split.Gap(from, to));

    private static Tensor Inside(Tensor input, double from, double to) => input.ge(from).logical_and(input.le(to)).all(1);
}
