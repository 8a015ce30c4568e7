using System.Collections;

namespace ModelTests;

/// <summary>
/// The order in which a loader reads its data set: each enumeration is the next epoch of one seeded stream.
/// TorchSharp's own shuffler repeats one order for ever when it has a seed, and cannot be reproduced when it has none.
/// </summary>
internal sealed class EpochShuffler(long count, int seed) : IEnumerable<long>
{
    private readonly Random random = new(seed);

    public IEnumerator<long> GetEnumerator()
    {
        var order = Enumerable.Range(0, (int)count).Select(i => (long)i).ToArray();
        random.Shuffle(order);
        return ((IEnumerable<long>)order).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
