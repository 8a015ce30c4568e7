using TorchSharp;
using Xunit;

namespace ModelTests.Tests;

public class RandomSplitTests
{
    [Theory]
    [InlineData(512, 0.8, 410)]
    [InlineData(10, 0.25, 2)]
    [InlineData(2, 0.8, 1)]
    [InlineData(2, 0.01, 1)]
    [InlineData(100, 0.999, 99)]
    public void The_training_part_has_its_share_and_neither_part_is_empty(int samples, double training, int expected)
    {
        using var data = Synthetic.SineRegression(samples, split: Split.Random(training));

        Assert.Equal(expected, data.Training.Size);
        Assert.Equal(samples - expected, data.Validation!.Size);
    }

    [Fact]
    public void It_depends_on_the_seed_and_on_nothing_else()
    {
        using var data = Synthetic.SineRegression(seed: 1, split: Split.Random());
        using var same = Synthetic.SineRegression(seed: 1, split: Split.Random());
        using var other = Synthetic.SineRegression(seed: 2, split: Split.Random());

        Assert.Equal(data.Training.Input, same.Training.Input);
        Assert.NotEqual(data.Training.Input, other.Training.Input);
    }

    [Fact]
    public void It_is_independent_of_what_the_samples_hold()
    {
        using var data = Synthetic.SineRegression(samples: 20_000, split: Split.Random(0.5));
        var difference = data.Training.Input.mean().ToDouble() - data.Validation!.Input.mean().ToDouble();

        // The mean of 10,000 draws of U(-1, 1) has the variance 1/30,000.
        Assert.InRange(difference, -Statistics.Z * Math.Sqrt(2 / 30_000.0), Statistics.Z * Math.Sqrt(2 / 30_000.0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.2)]
    [InlineData(80)]
    [InlineData(double.NaN)]
    public void A_share_that_leaves_nothing_for_one_part_is_refused(double training)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(nameof(training), () => Split.Random(training));
        Assert.Contains("above 0 and below 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_sample_cannot_be_split()
    {
        var exception = Assert.Throws<ArgumentException>("split", () => Synthetic.SineRegression(samples: 1, split: Split.Random()));
        Assert.Contains("at least 2", exception.Message, StringComparison.Ordinal);
    }
}
