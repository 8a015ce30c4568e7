using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// The F1 of named entities over all sequences, as CoNLL-2000 scores them: an entity counts as found when type, first and last token are all right
/// (Tjong Kim Sang and Buchholz, Introduction to the CoNLL-2000 Shared Task: Chunking, 2000).
/// </summary>
internal static class EntityF1
{
    /// <summary>2 found / (predicted + true) entities; NaN where there are none of either kind.</summary>
    /// <param name="predicted">Tags [N, T]: 0 is O, 1 + 2k is B and 2 + 2k is I of type k.</param>
    /// <param name="target">Tags of the same shape; tokens whose tag is -100 are left out, as though they were not there.</param>
    public static Metric Of(Tensor predicted, Tensor target)
    {
        var (found, predictedCount, trueCount) = (0, 0, 0);
        var length = (int)target.shape[^1];
        foreach (var (guess, truth) in Rows(predicted, length).Zip(Rows(target, length)))
        {
            var counted = truth.Index().Where(token => token.Item != LabelAccuracy.Ignored).Select(token => token.Index).ToList();
            var guesses = Entities(counted.Select(token => guess[token])).ToHashSet();
            var truths = Entities(counted.Select(token => truth[token])).ToHashSet();
            predictedCount += guesses.Count;
            trueCount += truths.Count;
            guesses.IntersectWith(truths);
            found += guesses.Count;
        }
        return new("entity F1", predictedCount + trueCount == 0 ? double.NaN : 2.0 * found / (predictedCount + trueCount));
    }

    /// <summary>First token, end and type of each entity. An I that continues nothing of its type begins an entity, too, as in conlleval.</summary>
    internal static IEnumerable<(int First, int End, long Type)> Entities(IEnumerable<long> tags)
    {
        var (position, first, type) = (0, 0, -1L);
        foreach (var tag in tags)
        {
            var own = tag == 0 ? -1 : (tag - 1) / 2;
            var begins = tag % 2 == 1 || own != type;
            if (begins && type >= 0)
                yield return (first, position, type);
            if (begins)
                (first, type) = (position, own);
            position++;
        }
        if (type >= 0)
            yield return (first, position, type);
    }

    private static IEnumerable<long[]> Rows(Tensor tags, int length)
    {
        using var scope = NewDisposeScope();
        return tags.to(int64).cpu().contiguous().data<long>().ToArray().Chunk(length);
    }
}
