namespace ModelTests;

/// <summary>
/// Pseudo-random numbers that hang on their index alone: the same on every platform and in every version of libtorch.
/// The mixing function is SplitMix64 (Steele, Lea and Flood 2014, "Fast Splittable Pseudorandom Number Generators").
/// </summary>
internal static class IndexNoise
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>64 random bits.</summary>
    public static ulong Bits(ulong stream, long index)
    {
        unchecked
        {
            var z = (Mixed(stream * GoldenGamma) + (((ulong)index + 1) * GoldenGamma));
            return Mixed(z);
        }
    }

    /// <summary>In [-1, 1).</summary>
    public static double Uniform(ulong stream, long index) => ((Bits(stream, index) >> 11) * (2.0 / (1UL << 53))) - 1;

    private static ulong Mixed(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
