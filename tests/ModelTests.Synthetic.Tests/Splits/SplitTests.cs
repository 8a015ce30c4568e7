using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class SplitTests
{
    [Fact]
    public void Every_sample_is_in_one_part_and_keeps_its_target()
    {
        using var scope = NewDisposeScope();
        var whole = Synthetic.SineRegression(samples: 60);
        var data = Synthetic.SineRegression(samples: 60, split: new EveryOther(60));

        Assert.Equal(whole.Training.Input[TensorIndex.Slice(0, null, 2)], data.Training.Input);
        Assert.Equal(whole.Training.Target[TensorIndex.Slice(0, null, 2)], data.Training.Target);
        Assert.Equal(whole.Training.Input[TensorIndex.Slice(1, null, 2)], data.Validation!.Input);
        Assert.Equal(whole.Training.Target[TensorIndex.Slice(1, null, 2)], data.Validation.Target);
    }

    [Theory]
    [InlineData(59)]
    [InlineData(61)]
    public void A_split_of_ones_own_that_forgets_samples_is_refused(int answers)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Synthetic.SineRegression(samples: 60, split: new EveryOther(answers)));
        Assert.Contains("EveryOther", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_of_ones_own_that_leaves_a_part_empty_is_refused()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Synthetic.SineRegression(samples: 1, split: new EveryOther(1)));
        Assert.Contains("held out 0", exception.Message, StringComparison.Ordinal);
    }

    private sealed class EveryOther(int answers) : Split
    {
        protected override IReadOnlyList<bool?> ChooseTraining(Batch samples, Generator generator) =>
            [.. Enumerable.Range(0, answers).Select(row => (bool?)(row % 2 == 0))];
    }
}
