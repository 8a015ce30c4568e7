using static TorchSharp.torch;

namespace ModelTests;

public abstract partial class Split
{
    /// <summary>The first samples train, the last ones are held out: for samples in the order of time. Nothing is drawn at random.</summary>
    /// <param name="training">The share to train on, in (0, 1), of the samples outside of the gap; it is rounded to whole samples, at least one in either part.</param>
    /// <param name="gap">How many samples between the two parts are in neither, so that what is held out does not overlap with what was trained on; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside of its range.</exception>
    public static Split Time(double training = 0.8, int gap = 0)
    {
        Require.StrictlyBetween(training, 0, 1);
        Require.AtLeast(gap, 0);
        return new TimeSplit(training, gap);
    }

    private sealed class TimeSplit(double training, int gap) : Split
    {
        protected override IReadOnlyList<bool?> ChooseTraining(Batch samples, Generator generator)
        {
            var kept = samples.Size - gap;
            if (kept < 2)
                throw Refused($"Split.Time with a gap of {gap}, and samples is {samples.Size}; there must be at least 2 more samples than the gap");
            var count = Rounded(training, kept);
            return [.. Enumerable.Range(0, (int)samples.Size).Select(row => row < count ? true : row >= count + gap ? (bool?)false : null)];
        }
    }
}
