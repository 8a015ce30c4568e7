using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The geometry of boxes in any number of dimensions; the last dimension of each tensor has two numbers per dimension of the image.</summary>
internal static class Boxes
{
    /// <summary>The two corners, lower one first.</summary>
    public static Tensor Corners(Tensor boxes, BoxFormat format)
    {
        var (first, second) = Halves(boxes);
        return format switch
        {
            BoxFormat.CxCyWh => cat([first - (second / 2), first + (second / 2)], -1),
            BoxFormat.XyWh => cat([first, first + second], -1),
            _ => boxes,
        };
    }

    /// <summary>The format asked for, from the two corners.</summary>
    public static Tensor FromCorners(Tensor corners, BoxFormat format)
    {
        var (low, high) = Halves(corners);
        return format switch
        {
            BoxFormat.CxCyWh => cat([(low + high) / 2, high - low], -1),
            BoxFormat.XyWh => cat([low, high - low], -1),
            _ => corners,
        };
    }

    /// <summary>|a ∩ b| / |a ∪ b|, in [0, 1]; one of the two boxes must have a volume.</summary>
    public static Tensor IntersectionOverUnion(Tensor a, Tensor b)
    {
        var (shared, either) = Overlap(a, b);
        return shared / either;
    }

    /// <summary>
    /// IoU - (|hull| - |a ∪ b|) / |hull| with the smallest box around both as the hull, in (-1, 1]: unlike IoU it tells how far boxes are apart
    /// that do not meet (Rezatofighi et al., Generalized Intersection over Union, CVPR 2019).
    /// </summary>
    public static Tensor GeneralizedIntersectionOverUnion(Tensor a, Tensor b)
    {
        var (shared, either) = Overlap(a, b);
        var ((lowA, highA), (lowB, highB)) = (Halves(a), Halves(b));
        var hull = Volume(minimum(lowA, lowB), maximum(highA, highB));
        return (shared / either) - ((hull - either) / hull);
    }

    private static (Tensor Shared, Tensor Either) Overlap(Tensor a, Tensor b)
    {
        var ((lowA, highA), (lowB, highB)) = (Halves(a), Halves(b));
        var shared = Volume(maximum(lowA, lowB), minimum(highA, highB));
        return (shared, Volume(lowA, highA) + Volume(lowB, highB) - shared);
    }

    /// <summary>0 where a side is negative: a box turned inside out is empty.</summary>
    private static Tensor Volume(Tensor low, Tensor high) => (high - low).clamp(min: 0).prod(-1L);

    private static (Tensor First, Tensor Second) Halves(Tensor boxes)
    {
        var dimensions = boxes.shape[^1] / 2;
        return (boxes.narrow(-1, 0, dimensions), boxes.narrow(-1, dimensions, dimensions));
    }
}
