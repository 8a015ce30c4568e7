using static TorchSharp.torch;

namespace ModelTests;

public abstract partial class Split
{
    /// <summary>Samples chosen at random, independent of what they hold.</summary>
    /// <param name="training">The share to train on, in (0, 1); it is rounded to whole samples, at least one in either part.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="training"/> is not in (0, 1).</exception>
    public static Split Random(double training = 0.8)
    {
        Require.StrictlyBetween(training, 0, 1);
        return new RandomSplit(training);
    }

    private sealed class RandomSplit(double training) : Split
    {
        protected override IReadOnlyList<bool?> ChooseTraining(Batch samples, Generator generator)
        {
            if (samples.Size < 2)
                throw Refused("Split.Random, and samples is 1; it must be at least 2 for a random split");
            var count = Rounded(training, samples.Size);
            using var order = randperm(samples.Size, int64, CPU, generator: generator);
            return [.. order.data<long>().Select(rank => (bool?)(rank < count))];
        }
    }
}
