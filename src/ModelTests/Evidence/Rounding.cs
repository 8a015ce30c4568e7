using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Tells a change from rounding.</summary>
internal static class Rounding
{
    /// <summary>
    /// Changes up to so many machine epsilons, relative to the tensor's usual magnitude, are rounding. Measured between a batch and its samples
    /// alone, where libtorch takes other matrix kernels: at most 10 epsilons on healthy models at five seeds, to which depth may add. The faults
    /// that the docs show change an output by 20 % and more, 1.7 million epsilons.
    /// What exceeds it is confirmed in double precision where the model can be converted.
    /// </summary>
    private const double Epsilons = 256;

    /// <summary>Half precision has no room for 256 epsilons below 1.</summary>
    private const double Coarsest = 0.25;

    public static double Tolerance(ScalarType type) => Math.Min(Coarsest, Epsilons * type switch
    {
        ScalarType.Float64 => Math.Pow(2, -52),
        ScalarType.Float16 => Math.Pow(2, -10),
        ScalarType.BFloat16 => Math.Pow(2, -7),
        _ => Math.Pow(2, -23),
    });

    /// <summary>Whether two tensors of one shape differ by more than rounding.</summary>
    public static bool Differ(Tensor first, Tensor second) => Change(first, second) > Tolerance(first.dtype);

    /// <summary>
    /// The largest change, relative to the usual magnitude: the median of what is neither zero nor infinite in <paramref name="scale"/>,
    /// so that a mask of -1e9 hides nothing. Infinite when the shapes differ or a value stopped being finite; 1 for a changed integer.
    /// </summary>
    public static double Change(Tensor first, Tensor second, Tensor? scale = null)
    {
        using var scope = NewDisposeScope();
        if (!first.shape.SequenceEqual(second.shape))
            return double.PositiveInfinity;
        if (first.NumberOfElements == 0)
            return 0;
        if (!first.is_floating_point())
            return first.Equals(second) ? 0 : 1;
        var (before, after) = (first.to(float64), second.to(float64));
        var change = where(before == after, zeros_like(before), (before - after).abs());
        var largest = change.max().ToDouble();
        return largest == 0 ? 0 : double.IsNaN(largest) ? double.PositiveInfinity : largest / Magnitude(scale ?? first);
    }

    private static double Magnitude(Tensor tensor)
    {
        var sizes = tensor.to(float64).abs();
        var usual = sizes[sizes.isfinite().logical_and(sizes > 0)];
        return usual.NumberOfElements == 0 ? 1 : usual.median().ToDouble();
    }
}
