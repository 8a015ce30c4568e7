namespace ModelTests;

/// <summary>What tells two readings of the same data apart.</summary>
internal enum ReadingDifference
{
    None,

    /// <summary>The same samples in another order.</summary>
    Order,

    /// <summary>The same targets in the same order, with other inputs.</summary>
    Inputs,

    /// <summary>Other samples.</summary>
    Samples,
}

/// <summary>Compares two readings of data, sample by sample.</summary>
internal static class SampleOrder
{
    public static ReadingDifference Difference(EpochReading one, EpochSamples other)
    {
        if (Keys(one).SequenceEqual(Keys(other)))
            return ReadingDifference.None;
        if (Keys(one).Order().SequenceEqual(Keys(other).Order()))
            return ReadingDifference.Order;
        return one.Targets.Count > 0 && SameTargets(one, other) ? ReadingDifference.Inputs : ReadingDifference.Samples;
    }

    public static bool SameTargets(EpochSamples one, EpochSamples other) =>
        one.Samples.Select(sample => sample.Target).SequenceEqual(other.Samples.Select(sample => sample.Target));

    /// <summary>Whether a reading has the same samples in the same order as another one, up to where it ends before it.</summary>
    public static bool EndsEarly(EpochSamples one, EpochSamples other) =>
        other.IsWhole && one.Samples.Count < other.Samples.Count && Keys(one).SequenceEqual(Keys(other).Take(one.Samples.Count));

    /// <summary>Where two readings differ first: "batch 0, row 3", or where the shorter one ends.</summary>
    public static string FirstDifference(EpochSamples one, EpochSamples other)
    {
        var same = Keys(one).Zip(Keys(other)).TakeWhile(pair => pair.First == pair.Second).Count();
        var longer = one.Samples.Count >= other.Samples.Count ? one : other;
        return same < longer.Samples.Count ? longer.Samples[same].Place : "the end";
    }

    private static IEnumerable<(UInt128 Input, UInt128 Target)> Keys(EpochSamples epoch) => epoch.Samples.Select(sample => (sample.Input, sample.Target));
}
