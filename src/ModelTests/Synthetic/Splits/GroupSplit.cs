using static TorchSharp.torch;

namespace ModelTests;

public abstract partial class Split
{
    /// <summary>Whole groups chosen at random, such as all samples of one patient: no group is in both parts.</summary>
    /// <param name="groups">The group of each sample, in their order; any numbers.</param>
    /// <param name="training">The share of the groups to train on, in (0, 1); it is rounded to whole groups, at least one in either part.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="training"/> is not in (0, 1).</exception>
    /// <exception cref="ArgumentException">There are fewer than two groups.</exception>
    public static Split Group(IReadOnlyList<long> groups, double training = 0.8)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Require.StrictlyBetween(training, 0, 1);
        var distinct = groups.Distinct().Count();
        return distinct >= 2
            ? new GroupSplit([.. groups], training)
            : throw new ArgumentException($"groups holds {groups.Count} values, {distinct} of them different; it must have at least 2 different ones, one for either part.", nameof(groups));
    }

    private sealed class GroupSplit(long[] groups, double training) : Split
    {
        protected override IReadOnlyList<bool?> ChooseTraining(Batch samples, Generator generator)
        {
            if (groups.Length != samples.Size)
                throw Refused($"Split.Group with {groups.Length} groups, and there are {samples.Size} samples; give one group per sample");
            long[] distinct = [.. groups.Distinct().Order()];
            using var order = randperm(distinct.Length, int64, CPU, generator: generator);
            var chosen = order.data<long>().Take(Rounded(training, distinct.Length)).Select(rank => distinct[rank]).ToHashSet();
            return [.. groups.Select(group => (bool?)chosen.Contains(group))];
        }
    }
}
