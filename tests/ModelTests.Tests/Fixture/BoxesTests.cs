using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class BoxesTests : OneThread
{
    [Theory]
    [InlineData(BoxFormat.XyXy, new double[] { 1, 2, 5, 4 })]
    [InlineData(BoxFormat.XyWh, new double[] { 1, 2, 4, 2 })]
    [InlineData(BoxFormat.CxCyWh, new double[] { 3, 3, 4, 2 })]
    public void Formats_are_converted_both_ways(BoxFormat format, double[] box)
    {
        using var scope = NewDisposeScope();
        Assert.Equal([1, 2, 5, 4], Boxes.Corners(tensor(box), format).data<double>());
        Assert.Equal(box, Boxes.FromCorners(tensor(new double[] { 1, 2, 5, 4 }), format).data<double>());
    }

    [Theory]
    // The same box; half of it; 1 of 4 + 4 - 1; apart with a gap of 1; touching; a box turned inside out is empty.
    [InlineData(new double[] { 0, 0, 2, 2 }, 1, 1)]
    [InlineData(new double[] { 0, 0, 1, 2 }, 0.5, 0.5)]
    [InlineData(new double[] { 1, 1, 3, 3 }, 1 / 7.0, (1 / 7.0) - (2 / 9.0))]
    [InlineData(new double[] { 3, 0, 5, 2 }, 0, -0.2)]
    [InlineData(new double[] { 2, 0, 4, 2 }, 0, 0)]
    [InlineData(new double[] { 4, 2, 3, 0 }, 0, -1 / 3.0)]
    public void Overlaps_with_the_square_from_0_to_2_are_what_they_are_on_paper(double[] box, double overlap, double generalized)
    {
        using var scope = NewDisposeScope();
        var square = tensor(new double[] { 0, 0, 2, 2 });
        Assert.Equal(overlap, Boxes.IntersectionOverUnion(tensor(box), square).ToDouble(), 1e-12);
        Assert.Equal(generalized, Boxes.GeneralizedIntersectionOverUnion(tensor(box), square).ToDouble(), 1e-12);
    }

    [Fact]
    public void Overlaps_in_three_dimensions()
    {
        using var scope = NewDisposeScope();
        var (cube, moved) = (tensor(new double[] { 0, 0, 0, 2, 2, 2 }), tensor(new double[] { 1, 1, 1, 3, 3, 3 }));
        // 1 of 8 + 8 - 1; the hull has 27.
        Assert.Equal(1 / 15.0, Boxes.IntersectionOverUnion(cube, moved).ToDouble(), 1e-12);
        Assert.Equal((1 / 15.0) - (12 / 27.0), Boxes.GeneralizedIntersectionOverUnion(cube, moved).ToDouble(), 1e-12);
    }
}
