using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class DrawingTests : OneThread
{
    private static readonly Dictionary<string, Func<int, SyntheticData>> Generators = new()
    {
        ["Gaussian classes"] = seed => Synthetic.GaussianClasses(labelNoise: 0.2, distractors: 2, split: Split.Random(), seed: seed),
        ["Gaussian images"] = seed => Synthetic.GaussianClasses(shape: [1, 28, 28], seed: seed),
        ["sine"] = seed => Synthetic.SineRegression(distractors: 2, split: Split.Gap(), seed: seed),
    };

    public static TheoryData<string> Names => [.. Generators.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Torchs_global_generator_stays_as_it_is(string name)
    {
        using var before = get_rng_state();
        using var data = Generators[name](1);
        using var loader = data.AsDataLoader();
        foreach (var _ in loader)
        {
        }
        _ = data.BayesError;
        using var after = get_rng_state();

        Assert.Equal(before, after);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_seeds_give_equal_bits_whatever_the_global_generator_does(string name)
    {
        using var first = Generators[name](1);
        manual_seed(999);
        using var noise = rand(10);
        using var second = Generators[name](1);

        Assert.Equal(first.Training.Input, second.Training.Input);
        Assert.Equal(first.Training.Target, second.Training.Target);
        Assert.Equal(first.Validation?.Input, second.Validation?.Input);
        Assert.Equal(first.Validation?.Target, second.Validation?.Target);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Other_seeds_give_other_data(string name)
    {
        var inputs = new[] { int.MinValue, -1, 0, 1, int.MaxValue }.Select(seed => Generators[name](seed).Training.Input).ToList();
        foreach (var (i, input) in inputs.Index())
            Assert.DoesNotContain(inputs.Take(i), other => other.Equals(input));
    }

    [Theory]
    [InlineData(ScalarType.Float16, 1e-3)]
    [InlineData(ScalarType.BFloat16, 8e-3)]
    [InlineData(ScalarType.Float32, 1e-7)]
    [InlineData(ScalarType.Float64, 0)]
    public void The_type_is_honoured_and_changes_the_values_by_rounding_only(ScalarType dtype, double relativeRounding)
    {
        using var scope = NewDisposeScope();
        var exact = Synthetic.SineRegression(dtype: ScalarType.Float64).Training;
        var data = Synthetic.SineRegression(dtype: dtype, split: Split.Random());
        var rounded = Synthetic.SineRegression(dtype: dtype).Training;

        Assert.All([data.Training.Input, data.Training.Target, data.Validation!.Input, data.Validation.Target], tensor => Assert.Equal(dtype, tensor.dtype));
        Assert.True(allclose(rounded.Input.to(float64), exact.Input, rtol: relativeRounding, atol: 1e-7));
        Assert.True(allclose(rounded.Target.to(float64), exact.Target, rtol: relativeRounding, atol: 1e-7));
    }

    [Fact]
    public void Class_indices_stay_integers()
    {
        using var data = Synthetic.GaussianClasses(dtype: ScalarType.Float64);
        Assert.Equal((float64, int64), (data.Training.Input.dtype, data.Training.Target.dtype));
    }

    [Fact]
    public void The_device_is_honoured()
    {
        using var onCpu = Synthetic.GaussianClasses();
        // Shapes without memory: a device that every machine has.
        using var elsewhere = Synthetic.GaussianClasses(device: new Device(DeviceType.META), split: Split.Gap(-2, 2));

        Assert.Equal(DeviceType.CPU, onCpu.Training.Input.device_type);
        Assert.All([elsewhere.Training, elsewhere.Validation!], part =>
            Assert.Equal((DeviceType.META, DeviceType.META), (part.Input.device_type, part.Target.device_type)));
    }

    [Fact]
    public void Draws_have_the_moments_of_their_distributions()
    {
        const int count = 100_000;
        using var draw = new Drawing(seed: 5);
        var (normal, uniform, integers) = (draw.Normal(count), draw.Uniform(-3, 1, count), draw.Integers(4, count));

        Assert.Equal(0, normal.mean().ToDouble(), Statistics.Z / Math.Sqrt(count));
        // The variance of a normal sample's variance is 2/n, that of a uniform one's width⁴/180n.
        Assert.Equal(1, normal.var().ToDouble(), Statistics.Z * Math.Sqrt(2.0 / count));
        Assert.Equal(-1, uniform.mean().ToDouble(), Statistics.Z * Math.Sqrt(16 / 12.0 / count));
        Assert.Equal(16 / 12.0, uniform.var().ToDouble(), Statistics.Z * Math.Sqrt(256 / 180.0 / count));
        Assert.InRange(uniform.min().ToDouble(), -3, -2.99);
        Assert.InRange(uniform.max().ToDouble(), 0.99, 1);
        for (var value = 0; value < 4; value++)
            Assert.Equal(0.25, integers.eq(value).to(float64).mean().ToDouble(), Statistics.ShareBound(0.25, count));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), draw.Permutation(1000).data<long>().Order());
    }

    [Fact]
    public void Illegal_shared_arguments_are_refused_by_name()
    {
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => Synthetic.SineRegression(batchSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>("dtype", () => Synthetic.SineRegression(dtype: ScalarType.Int64));
    }
}
