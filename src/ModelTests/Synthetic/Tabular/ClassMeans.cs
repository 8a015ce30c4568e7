using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Places class means so that the smallest distance between two of them is as given, and the others are not much larger.</summary>
internal static class ClassMeans
{
    /// <summary>
    /// The means in coordinates in which the covariance is the identity, centred, [classes, min(features, classes - 1)].
    /// In n dimensions they are points of the lattice Aₙ: the corners of one of its regular simplices, then what lies around it.
    /// </summary>
    public static Tensor Whitened(int classes, int features, double separation)
    {
        var dimensions = Math.Min(features, classes - 1);
        var points = LatticePoints(classes, dimensions + 1);
        var coordinates = tensor(points.SelectMany(point => point).Select(value => (double)value).ToArray(), [classes, dimensions + 1], float64, CPU);
        var flat = coordinates.matmul(HyperplaneBasis(dimensions).t());
        // Neighbours differ by 1 in two coordinates: their distance is √2.
        return (flat - flat.mean([0], keepdim: true)) * (separation / Math.Sqrt(2));
    }

    /// <summary>
    /// Integer vectors with the sum 1: the unit vectors, which are the corners of a regular simplex, then their neighbours, then theirs.
    /// They form the lattice Aₙ (evenly spaced, hexagonal, face-centred cubic, …); see Conway and Sloane, Sphere Packings, Lattices and Groups, chapter 4.
    /// </summary>
    private static List<int[]> LatticePoints(int count, int size)
    {
        List<int[]> points = [.. Enumerable.Range(0, size).Select(one => Enumerable.Range(0, size).Select(i => i == one ? 1 : 0).ToArray())];
        var seen = points.Select(Key).ToHashSet();
        for (var next = 0; points.Count < count; next++)
            points.AddRange(Neighbours(points[next]).Where(point => seen.Add(Key(point))).Take(count - points.Count));
        return points;

        static string Key(int[] point) => string.Join(' ', point);
    }

    /// <summary>The lattice points at the least distance: one coordinate up by 1, another one down.</summary>
    private static IEnumerable<int[]> Neighbours(int[] point)
    {
        for (var up = 0; up < point.Length; up++)
        {
            for (var down = 0; down < point.Length; down++)
            {
                if (up == down)
                    continue;
                int[] neighbour = [.. point];
                neighbour[up]++;
                neighbour[down]--;
                yield return neighbour;
            }
        }
    }

    /// <summary>An orthonormal basis of the vectors with the sum 0, [dimensions, dimensions + 1]: the Helmert matrix without its first row.</summary>
    private static Tensor HyperplaneBasis(int dimensions)
    {
        var basis = new double[dimensions, dimensions + 1];
        for (var row = 0; row < dimensions; row++)
        {
            var length = Math.Sqrt((row + 1.0) * (row + 2.0));
            for (var column = 0; column <= row; column++)
                basis[row, column] = 1 / length;
            basis[row, row + 1] = -(row + 1) / length;
        }
        return tensor(basis, float64, CPU);
    }
}
