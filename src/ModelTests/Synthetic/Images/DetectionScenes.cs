using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Images of boxes, and what there is to know about each box.</summary>
internal sealed class DetectionScenes
{
    private readonly int samples;
    private readonly int objects;
    private readonly int[] size;
    private readonly long pixels;
    private readonly double[] images;
    private readonly double[] corners;
    private readonly double[] values;
    private readonly long[] labels;
    private readonly bool[] masks;

    public DetectionScenes(int samples, int[] size, int objects)
    {
        (this.samples, this.size, this.objects) = (samples, size, objects);
        pixels = size.Aggregate(1L, (product, extent) => product * extent);
        images = new double[samples * pixels];
        masks = new bool[samples * objects * pixels];
        corners = new double[samples * objects * 2 * size.Length];
        values = new double[samples * objects];
        labels = new long[samples * objects];
        Array.Fill(labels, LabelAccuracy.Ignored);
    }

    /// <summary>[samples, *size].</summary>
    public Tensor Images => tensor(images, [samples, .. Size], float64, CPU);

    /// <summary>[samples, objects].</summary>
    public Tensor Labels => tensor(labels, [samples, objects], int64, CPU);

    /// <summary>[samples, objects].</summary>
    public Tensor Values => tensor(values, [samples, objects], float64, CPU);

    /// <summary>[samples, objects, *size].</summary>
    public Tensor Masks => tensor(masks, [samples, objects, .. Size], @bool, CPU);

    private IEnumerable<long> Size => size.Select(extent => (long)extent);

    /// <summary>[samples, objects, 2 · dimensions].</summary>
    public Tensor Boxes(BoxFormat format, bool inPixels)
    {
        var boxes = ModelTests.Boxes.FromCorners(tensor(corners, [samples, objects, 2 * size.Length], float64, CPU), format);
        double[] extents = [.. size.Reverse().Concat(size.Reverse()).Select(extent => (double)extent)];
        return inPixels ? boxes : boxes / tensor(extents, float64, CPU);
    }

    public void Add(int sample, int index, Block block, int label, double value)
    {
        var row = (sample * objects) + index;
        (labels[row], values[row]) = (label, value);
        var (low, high) = block.Corners();
        low.CopyTo(corners, row * 2 * size.Length);
        high.CopyTo(corners, ((row * 2) + 1) * size.Length);
        foreach (var offset in block.Offsets(size))
        {
            images[(sample * pixels) + offset] += value;
            masks[(row * pixels) + offset] = true;
        }
    }
}
