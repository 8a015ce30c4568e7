using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class ClassMeansTests
{
    private const double RoundingError = 1e-12;

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 10)]
    [InlineData(3, 2)]
    [InlineData(4, 10)]
    [InlineData(20, 19)]
    public void Where_there_is_room_all_means_are_equally_far_from_each_other(int classes, int features)
    {
        using var scope = NewDisposeScope();
        var means = ClassMeans.Whitened(classes, features, separation: 3);

        Assert.Equal([classes, classes - 1], means.shape);
        Assert.All(Distances(means), distance => Assert.Equal(3, distance, RoundingError));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(30, 1)]
    [InlineData(4, 2)]
    [InlineData(30, 2)]
    [InlineData(50, 3)]
    [InlineData(10, 8)]
    public void Where_there_is_not_the_smallest_distance_is_the_separation(int classes, int features)
    {
        using var scope = NewDisposeScope();
        var means = ClassMeans.Whitened(classes, features, separation: 3);

        Assert.Equal([classes, features], means.shape);
        Assert.Equal(3, Distances(means).Min(), RoundingError);
    }

    [Fact]
    public void On_a_line_they_are_evenly_spaced()
    {
        using var scope = NewDisposeScope();
        var means = ClassMeans.Whitened(9, 1, separation: 2).data<double>().Order().ToArray();

        Assert.All(means.Zip(means.Skip(1)), pair => Assert.Equal(2, pair.Second - pair.First, RoundingError));
    }

    [Fact]
    public void In_a_plane_they_fill_a_hexagonal_lattice_from_its_centre()
    {
        using var scope = NewDisposeScope();
        // Three corners at 1/√3 of the separation around the centre, three at 2/√3, six at √(7/3).
        var lengths = ClassMeans.Whitened(12, 2, separation: 1).norm(1).data<double>().Order().ToArray();

        Assert.All(lengths[..3], length => Assert.Equal(Math.Sqrt(1.0 / 3), length, RoundingError));
        Assert.All(lengths[3..6], length => Assert.Equal(Math.Sqrt(4.0 / 3), length, RoundingError));
        Assert.All(lengths[6..], length => Assert.Equal(Math.Sqrt(7.0 / 3), length, RoundingError));
    }

    [Fact]
    public void They_are_centred()
    {
        using var scope = NewDisposeScope();
        Assert.All(ClassMeans.Whitened(7, 3, separation: 5).mean([0]).data<double>(), mean => Assert.Equal(0, mean, RoundingError));
    }

    private static IEnumerable<double> Distances(Tensor means) =>
        from i in Enumerable.Range(0, (int)means.shape[0])
        from j in Enumerable.Range(0, i)
        select (means[i] - means[j]).norm().ToDouble();
}
