using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// The mean over the classes of |predicted ∩ target| / |predicted ∪ target|, counted over all pixels together (the Jaccard index, as PASCAL VOC scores segmentations).
/// </summary>
internal static class MeanIntersectionOverUnion
{
    /// <summary>Classes that are neither predicted nor wanted are left out, as are pixels whose target is -100; NaN when nothing is left.</summary>
    /// <param name="predicted">Class indices, of the target's shape.</param>
    /// <param name="target">Class indices.</param>
    /// <param name="classes">The number of classes.</param>
    public static Metric Of(Tensor predicted, Tensor target, int classes)
    {
        using var scope = NewDisposeScope();
        var counted = target.ne(LabelAccuracy.Ignored);
        var pairs = (target[counted] * classes) + predicted[counted];
        var confusion = pairs.bincount(null, classes * classes).reshape(classes, classes).to(float64);
        var shared = confusion.diagonal();
        var either = confusion.sum([0L]) + confusion.sum([1L]) - shared;
        var present = either.gt(0);
        return new("mean IoU", (shared[present] / either[present]).mean().cpu().item<double>());
    }
}
