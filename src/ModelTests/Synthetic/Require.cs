using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Refuses arguments outside of their legal range, with argument, value and range in the message.</summary>
internal static class Require
{
    public static void AtLeast(int value, int least, [CallerArgumentExpression(nameof(value))] string name = "") =>
        ThrowUnless(value >= least, value, $"at least {least}", name);

    public static void FiniteAtLeast(double value, double least, [CallerArgumentExpression(nameof(value))] string name = "") =>
        ThrowUnless(value >= least && double.IsFinite(value), value, $"finite and at least {Figures.Of(least)}", name);

    public static void Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        ThrowUnless(double.IsFinite(value), value, "finite", name);

    /// <summary><paramref name="least"/> is legal, <paramref name="below"/> is not.</summary>
    public static void InHalfOpenRange(double value, double least, double below, [CallerArgumentExpression(nameof(value))] string name = "") =>
        ThrowUnless(value >= least && value < below, value, $"at least {Figures.Of(least)} and below {Figures.Of(below)}", name);

    /// <summary>Both ends are legal.</summary>
    public static void InClosedRange(double value, double least, double most, [CallerArgumentExpression(nameof(value))] string name = "") =>
        ThrowUnless(value >= least && value <= most, value, $"at least {Figures.Of(least)} and at most {Figures.Of(most)}", name);

    /// <summary>Neither end is legal.</summary>
    public static void StrictlyBetween(double value, double low, double high, [CallerArgumentExpression(nameof(value))] string name = "") =>
        ThrowUnless(value > low && value < high, value, $"above {Figures.Of(low)} and below {Figures.Of(high)}", name);

    public static void FloatingPoint(ScalarType value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        ThrowUnless(value is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64,
            value, "Float16, BFloat16, Float32 or Float64", name);

    private static void ThrowUnless(bool legal, object value, string range, string name)
    {
        if (!legal)
            throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} is {value}; it must be {range}."));
    }
}
