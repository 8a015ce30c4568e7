using System.Collections;

namespace ModelTests.Guides.DataPipeline;

#region EpochOrder
/// <summary>Another order in each epoch, and the same orders again from the same seed.</summary>
public sealed class EpochOrder(long count, int seed) : IEnumerable<long>
{
    private int epoch;

    public IEnumerator<long> GetEnumerator()
    {
        var order = Enumerable.Range(0, (int)count).Select(index => (long)index).ToArray();
        new Random(seed + epoch++).Shuffle(order);
        return order.AsEnumerable().GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
#endregion
