using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// Objects whose class is their shape, all of the value 1 on a background of 0, plus noise: a pixel alone tells object from background,
    /// and only its neighbourhood tells which object.
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="channels">The number of channels, at least 1; each shows the same objects with noise of its own.</param>
    /// <param name="size">[height, width] or [depth, height, width] in pixels; [32, 32] by default.</param>
    /// <param name="classes">2 to 5, in this order: background, disc, square, cross, ring; in three dimensions background, ball, cube, cross, shell.</param>
    /// <param name="objects">The most objects in one image, at least 1 and at most as many as fit side by side at the largest radius. An image has 1 to objects of them, each number and each class equally likely; they have no pixel in common.</param>
    /// <param name="radius">The least and the greatest radius of an object, in pixels, at least 2; an object is 2 · radius + 1 pixels wide. All are equally likely; (3, 4) by default.</param>
    /// <param name="noise">The standard deviation of the Gaussian noise on each pixel, at least 0.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>Inputs [samples, channels, *size] and targets [samples, *size] of class indices (int64). The limits are not known.</returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Segmentation(
        int samples = 512,
        int channels = 1,
        IReadOnlyList<long>? size = null,
        int classes = 4,
        int objects = 3,
        (int Least, int Most)? radius = null,
        double noise = 0.1,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(channels, 1);
        var extents = ImageSize.Of(size, 32, 32);
        var names = ObjectShape.Names(extents.Length);
        Require.InHalfOpenRange(classes, 2, names.Count + 1);
        Require.FiniteAtLeast(noise, 0);
        var (least, most) = radius ?? (3, 4);
        var greatest = (extents.Min() - 1) / 2;
        if (least < ObjectShape.LeastRadius || least > most || most > greatest)
        {
            throw new ArgumentException(
                $"radius is ({least}, {most}); it must be (least, most) with {ObjectShape.LeastRadius} <= least <= most <= {greatest}, for 2 · most + 1 pixels to fit into {Shape.OfSizes(extents.Select(extent => (long)extent))}.", nameof(radius));
        }
        ObjectCount.MustFit(objects, extents, (2 * most) + 1);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var random = draw.Sequential();
        var placement = new BlockPlacement(extents, (2 * most) + 1, random);
        var pixels = extents.Aggregate(1, (product, extent) => product * extent);
        var labels = new long[samples * (long)pixels];
        for (var sample = 0; sample < samples; sample++)
        {
            int[] radii = [.. Enumerable.Range(0, random.Next(1, objects + 1)).Select(_ => random.Next(least, most + 1))];
            var blocks = placement.Apart([.. radii.Select(one => Enumerable.Repeat((2 * one) + 1, extents.Length).ToArray())]);
            foreach (var (block, one) in blocks.Zip(radii))
            {
                var shape = random.Next(1, classes);
                foreach (var (offset, covered) in block.Offsets(extents).Zip(ObjectShape.Pixels(shape, one, extents.Length)))
                {
                    if (covered)
                        labels[(sample * (long)pixels) + offset] = shape;
                }
            }
        }

        long[] sizes = [.. extents.Select(extent => (long)extent)];
        var targets = tensor(labels, [samples, .. sizes], int64, CPU);
        var inputs = targets.gt(0).to(float64).unsqueeze(1) + (draw.Normal([samples, channels, .. sizes]) * noise);
        return draw.Deliver(inputs, targets, new LearningTask.Segmentation(classes) { Names = [.. names.Take(classes)] }, () => new Limits(null, null));
    }
}
