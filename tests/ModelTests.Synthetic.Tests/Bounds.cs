using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>Comparisons of samples with what is known of their distribution.</summary>
internal static class Bounds
{
    /// <summary>Independent values have this mean, as far as chance lets their own mean be from it.</summary>
    /// <param name="expected">The mean of the distribution.</param>
    /// <param name="values">Independent draws from it.</param>
    /// <param name="tolerance">The error of <paramref name="expected"/> itself.</param>
    public static void MeanIs(double expected, Tensor values, double tolerance = 0)
    {
        using var scope = NewDisposeScope();
        var own = values.detach().to(float64);
        Assert.Equal(expected, own.mean().ToDouble(), tolerance + (Statistics.Z * own.std().ToDouble() / Math.Sqrt(own.numel())));
    }
}
