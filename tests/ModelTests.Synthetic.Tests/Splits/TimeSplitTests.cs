using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class TimeSplitTests
{
    [Theory]
    [InlineData(0.8, 0, 8, 8)]
    [InlineData(0.5, 2, 4, 6)]
    [InlineData(0.01, 0, 1, 1)]
    [InlineData(0.99, 8, 1, 9)]
    public void The_first_samples_train_the_last_ones_are_held_out_and_the_gap_is_in_neither_part(double training, int gap, int trainingEnd, int heldOutStart)
    {
        using var scope = NewDisposeScope();
        var whole = Synthetic.SineRegression(samples: 10).Training;
        var data = Synthetic.SineRegression(samples: 10, split: Split.Time(training, gap));

        Assert.Equal(whole.Input[..trainingEnd], data.Training.Input);
        Assert.Equal(whole.Target[..trainingEnd], data.Training.Target);
        Assert.Equal(whole.Input[heldOutStart..], data.Validation!.Input);
        Assert.Equal(whole.Target[heldOutStart..], data.Validation.Target);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(10, 9)]
    [InlineData(10, 100)]
    public void A_gap_that_leaves_a_part_empty_is_refused(int samples, int gap)
    {
        var exception = Assert.Throws<ArgumentException>("split", () => Synthetic.SineRegression(samples, split: Split.Time(gap: gap)));
        Assert.Contains("at least 2 more samples than the gap", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_that_leaves_nothing_for_one_part_is_refused(double training) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(training), () => Split.Time(training));

    [Fact]
    public void A_negative_gap_is_refused() => Assert.Throws<ArgumentOutOfRangeException>("gap", () => Split.Time(gap: -1));
}
