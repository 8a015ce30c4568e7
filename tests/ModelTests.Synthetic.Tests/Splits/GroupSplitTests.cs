using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class GroupSplitTests
{
    /// <summary>Ten groups of 1 to 10 samples, in no order.</summary>
    private static readonly long[] Groups = [.. Enumerable.Range(1, 10).SelectMany(group => Enumerable.Repeat((long)group, group)).OrderBy(group => group * 7 % 11)];

    [Theory]
    [InlineData(0.8, 8)]
    [InlineData(0.01, 1)]
    [InlineData(0.99, 9)]
    public void Whole_groups_are_in_one_part_and_the_share_is_that_of_the_groups(double training, int groupsForTraining)
    {
        using var scope = NewDisposeScope();
        var whole = Synthetic.SineRegression(Groups.Length).Training;
        var data = Synthetic.SineRegression(Groups.Length, split: Split.Group(Groups, training));
        var forTraining = GroupsOf(data.Training, whole);
        var heldOut = GroupsOf(data.Validation!, whole);

        Assert.Equal(groupsForTraining, forTraining.Count);
        Assert.Equal(10 - groupsForTraining, heldOut.Count);
        Assert.Empty(forTraining.Intersect(heldOut));
        Assert.Equal(Groups.Length, data.Training.Size + data.Validation!.Size);
    }

    [Fact]
    public void It_depends_on_the_seed_and_on_nothing_else()
    {
        using var data = Synthetic.SineRegression(Groups.Length, seed: 1, split: Split.Group(Groups, 0.5));
        using var same = Synthetic.SineRegression(Groups.Length, seed: 1, split: Split.Group(Groups, 0.5));
        Assert.Equal(data.Training.Input, same.Training.Input);
        Assert.True(Enumerable.Range(0, 10).Select(seed => Synthetic.SineRegression(Groups.Length, seed: seed, split: Split.Group(Groups, 0.5)).Training.Size).Distinct().Count() > 1);
    }

    [Fact]
    public void As_many_groups_as_samples_are_needed()
    {
        var exception = Assert.Throws<ArgumentException>("split", () => Synthetic.SineRegression(samples: 10, split: Split.Group([1, 2, 3])));
        Assert.Contains("3 groups, and there are 10 samples", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData(5L, 5L, 5L)]
    public void One_group_cannot_be_split(params long[] groups)
    {
        var exception = Assert.Throws<ArgumentException>(nameof(groups), () => Split.Group(groups));
        Assert.Contains("at least 2 different ones", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_share_that_leaves_nothing_for_one_part_is_refused(double training) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(training), () => Split.Group([1, 2], training));

    private static HashSet<long> GroupsOf(Batch part, Batch whole)
    {
        var order = whole.Input.data<float>().ToList();
        return [.. part.Input.data<float>().Select(value => Groups[order.IndexOf(value)])];
    }
}
