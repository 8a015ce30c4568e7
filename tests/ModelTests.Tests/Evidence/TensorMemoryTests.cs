using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class TensorMemoryTests
{
    /// <summary>Less than a vector register, one, and some with a rest.</summary>
    public static IEnumerable<object[]> Sizes =>
        from type in (ScalarType[])[ScalarType.Float32, ScalarType.Float64] from size in (int[])[1, 3, 4, 7, 8, 9, 16, 31, 100, 1000] select (object[])[type, size];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Reads_what_libtorch_computes(ScalarType type, int size)
    {
        using var scope = NewDisposeScope();
        var tensor = randn([size], dtype: type, generator: new Generator((ulong)size)) * 3;
        var read = Assert.NotNull(TensorMemory.IfAllFinite(tensor));
        Assert.Equal(tensor.abs().max().ToDouble(), read.Largest);
        Assert.Equal(1, read.RootMeanSquare / tensor.to(ScalarType.Float64).square().mean().sqrt().ToDouble(), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Nothing_is_read_where_one_value_is_not_finite_wherever_it_lies(ScalarType type, int size)
    {
        using var scope = NewDisposeScope();
        foreach (var bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            for (var place = 0; place < Math.Min(size, 40); place++)
            {
                var tensor = ones(size, type);
                tensor[place] = bad;
                Assert.Null(TensorMemory.IfAllFinite(tensor));
                Assert.Equal(place, TensorScan.Find(tensor)!.First[0]);
            }
        }
    }

    [Fact]
    public void Values_whose_squares_are_not_finite_are_left_to_libtorch_and_are_finite()
    {
        using var scope = NewDisposeScope();
        var tensor = full([5], 1e200, dtype: float64);
        Assert.Null(TensorMemory.IfAllFinite(tensor));
        Assert.Equal((null, 1e200), (TensorScan.Range(tensor).NonFinite, TensorScan.Range(tensor).Largest));
    }

    [Fact]
    public void Nothing_is_read_where_values_do_not_lie_one_after_the_other_as_floating_point_numbers()
    {
        using var scope = NewDisposeScope();
        Assert.All(
            (Tensor[])[ones(3, 4).t(), ones(3, 4)[.., 1], ones(4, int64), ones(4, float16), ones(4, complex64), zeros(0), ones(4, 4).to_sparse(), ones(4, device: META)],
            tensor => Assert.Null(TensorMemory.IfAllFinite(tensor)));
    }

    [Fact]
    public void A_range_is_the_same_however_it_is_read()
    {
        using var scope = NewDisposeScope();
        var tensor = randn([5, 7], generator: new Generator(1));
        var (read, computed) = (TensorScan.Range(tensor), TensorScan.Range(tensor.t()));
        Assert.Equal(read.Largest, computed.Largest);
        Assert.Equal(1, read.RootMeanSquare / computed.RootMeanSquare, 1e-6);
        Assert.Null(read.NonFinite);
    }

    [Fact]
    public void A_range_says_what_is_not_finite() => Assert.Equal("Inf in 1 of 3, first at [1]", TensorScan.Range(tensor([1, double.PositiveInfinity, 2])).NonFinite!.ToString());
}
