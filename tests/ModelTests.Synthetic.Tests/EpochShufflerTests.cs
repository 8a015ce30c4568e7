using Xunit;

namespace ModelTests.Tests;

public class EpochShufflerTests
{
    [Fact]
    public void Each_epoch_has_every_position_once_in_a_new_order()
    {
        var shuffler = new EpochShuffler(100, seed: 1);
        var (first, second) = (shuffler.ToList(), shuffler.ToList());

        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), first.Order());
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Equal_seeds_give_equal_orders_in_every_epoch_and_other_seeds_do_not()
    {
        var (shuffler, same, other) = (new EpochShuffler(100, 1), new EpochShuffler(100, 1), new EpochShuffler(100, 2));
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var order = shuffler.ToList();
            Assert.Equal(order, same);
            Assert.NotEqual(order, other);
        }
    }

    [Fact]
    public void One_sample_has_one_order() => Assert.Equal([0L], new EpochShuffler(1, 1));
}
