using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// Boxes on an empty image, in two dimensions or three: every pixel of a box has the box's value, which tells its class, every other one 0; then noise is added.
    /// The value is values[class] + coefficients · (centre, size), a linear regression on the box.
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="channels">The number of channels, at least 1; each shows the same boxes with noise of its own.</param>
    /// <param name="size">[height, width] or [depth, height, width] in pixels; [32, 32] by default.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="objects">The most boxes in one image, at least 1 and, without <paramref name="overlap"/>, at most as many as fit side by side at the longest side.</param>
    /// <param name="fewestObjects">The fewest boxes in one image, 0 to <paramref name="objects"/>. Each number in between and each class is equally likely.</param>
    /// <param name="boxSize">The least and the greatest side of a box, in pixels, at least 1 and at most the image's shortest side. Each side is drawn for itself, all equally likely; (6, 12) by default.</param>
    /// <param name="overlap">Whether boxes may share pixels; their values then add up there.</param>
    /// <param name="values">One value per class, finite; (class + 1) / classes by default.</param>
    /// <param name="coefficients">The 2 · dimensions coefficients of the regression, for [cx, cy, w, h] or [cx, cy, cz, w, h, d] as shares of the image; 0 by default.</param>
    /// <param name="noise">The standard deviation of the Gaussian noise on each pixel, at least 0.</param>
    /// <param name="format">What the numbers of a box say.</param>
    /// <param name="pixels">Whether boxes are in pixels; by default they are shares of the image, in [0, 1]. A box ends where its last pixel ends: one pixel has the size 1.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of inputs, boxes and values.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, channels, *size] and four targets: "boxes" [samples, objects, 2 · dimensions]; "labels" [samples, objects], class indices (int64);
    /// "values" [samples, objects], before the noise; "masks" [samples, objects, *size] (bool), the pixels of each box.
    /// An image's boxes come first, in no order; then, where it has fewer, boxes, values and masks of zeros with the label -100. The limits are not known.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Detection(
        int samples = 512,
        int channels = 1,
        IReadOnlyList<long>? size = null,
        int classes = 3,
        int objects = 3,
        int fewestObjects = 1,
        (int Least, int Most)? boxSize = null,
        bool overlap = false,
        IReadOnlyList<double>? values = null,
        IReadOnlyList<double>? coefficients = null,
        double noise = 0.05,
        BoxFormat format = BoxFormat.CxCyWh,
        bool pixels = false,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(channels, 1);
        var extents = ImageSize.Of(size, 32, 32);
        Require.AtLeast(classes, 1);
        Require.FiniteAtLeast(noise, 0);
        var sides = DetectionArguments.BoxSize(boxSize ?? (6, 12), extents);
        if (overlap)
            Require.AtLeast(objects, 1);
        else
            ObjectCount.MustFit(objects, extents, sides.Most);
        Require.InHalfOpenRange(fewestObjects, 0, objects + 1);
        var ofClass = DetectionArguments.Values(values, classes);
        var slopes = DetectionArguments.Coefficients(coefficients, extents.Length);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var scenes = new DetectionScenes(samples, extents, objects);
        var random = draw.Sequential();
        var placement = new BlockPlacement(extents, sides.Most, random);
        for (var sample = 0; sample < samples; sample++)
        {
            int[][] drawn = [.. Enumerable.Range(0, random.Next(fewestObjects, objects + 1)).Select(_ => extents.Select(_ => random.Next(sides.Least, sides.Most + 1)).ToArray())];
            var blocks = overlap ? placement.Anywhere(drawn) : placement.Apart(drawn);
            foreach (var (index, block) in blocks.Index())
            {
                var label = random.Next(classes);
                scenes.Add(sample, index, block, label, ofClass[label] + block.CentreAndSize(extents).Zip(slopes, (share, slope) => share * slope).Sum());
            }
        }

        long[] sizes = [.. extents.Select(extent => (long)extent)];
        var inputs = scenes.Images.unsqueeze(1) + (draw.Normal([samples, channels, .. sizes]) * noise);
        var task = new LearningTask.Detection(classes, extents.Length, format) { PixelsOf = pixels ? sizes : null };
        return draw.Deliver(new Batch([inputs], [scenes.Boxes(format, pixels), scenes.Labels, scenes.Values, scenes.Masks]), task,
            () => new Limits(null, null), ["data"], ["boxes", "labels", "values", "masks"]);
    }
}
