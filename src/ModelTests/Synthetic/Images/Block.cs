namespace ModelTests;

/// <summary>A box of whole pixels in an image.</summary>
/// <param name="Low">Its first pixel, in the order of the image's dimensions: depth, height, width.</param>
/// <param name="Side">How many pixels it has along each of them.</param>
internal sealed record Block(int[] Low, int[] Side)
{
    /// <summary>The pixels' positions in the flattened image, row by row.</summary>
    public IEnumerable<int> Offsets(int[] size)
    {
        for (var cell = 0; cell < Side.Aggregate(1, (product, side) => product * side); cell++)
        {
            var (rest, offset, stride) = (cell, 0, 1);
            for (var d = size.Length - 1; d >= 0; d--)
            {
                offset += (Low[d] + (rest % Side[d])) * stride;
                rest /= Side[d];
                stride *= size[d];
            }
            yield return offset;
        }
    }

    /// <summary>Whether they share a pixel.</summary>
    public bool Overlaps(Block other)
    {
        for (var d = 0; d < Low.Length; d++)
        {
            if (Low[d] >= other.Low[d] + other.Side[d] || other.Low[d] >= Low[d] + Side[d])
                return false;
        }
        return true;
    }

    /// <summary>The lower and the upper corner in pixels, the dimensions in the order x, y, z; the upper one lies behind the last pixel.</summary>
    public (double[] Low, double[] High) Corners() =>
        ([.. Low.Reverse().Select(low => (double)low)], [.. Low.Zip(Side, (low, side) => (double)(low + side)).Reverse()]);

    /// <summary>[cx, cy, w, h] or [cx, cy, cz, w, h, d] as shares of the image.</summary>
    public IEnumerable<double> CentreAndSize(int[] size) =>
        Enumerable.Range(0, size.Length).Reverse().Select(d => (Low[d] + (Side[d] / 2.0)) / size[d])
            .Concat(Enumerable.Range(0, size.Length).Reverse().Select(d => (double)Side[d] / size[d]));
}
