using static TorchSharp.torch;

namespace ModelTests;

/// <summary>How many class indices a model's logits get right.</summary>
internal static class LabelAccuracy
{
    /// <summary>The target that cross entropy leaves out, its default ignore_index.</summary>
    public const long Ignored = -100;

    /// <summary>Null when the targets are no class indices, or the output has no dimension for the classes.</summary>
    public static (long Right, long Of)? Of(ModelOutput output, Batch batch)
    {
        if (output.Tensors.Count != 1 || batch.Targets.Count != 1 || batch.Targets[0].dtype != int64)
            return null;
        var (logits, target) = (output.Tensors[0], batch.Targets[0]);
        if (logits.dim() != target.dim() + 1)
            return null;
        // As the default loss reads them: the classes of tokens are last where both would fit, those of pixels second.
        int[] dimensions = logits.dim() == 3 ? [2, 1] : [1, (int)logits.dim() - 1];
        foreach (var dimension in dimensions)
        {
            using var predicted = logits.argmax(dimension);
            if (predicted.shape.SequenceEqual(target.shape))
            {
                using var counted = target.ne(Ignored);
                return (predicted.eq(target).sum().item<long>(), counted.sum().item<long>());
            }
        }
        return null;
    }
}
