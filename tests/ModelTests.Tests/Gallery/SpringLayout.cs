using static TorchSharp.torch;

namespace ModelTests.Tests.Gallery;

/// <summary>
/// Places the nodes of a graph so that joined ones lie near each other (Fruchterman and Reingold, Graph Drawing by Force-directed Placement, 1991).
/// Only additions, products, quotients and roots: the positions are the same to the last bit on every machine.
/// </summary>
internal static class SpringLayout
{
    private const int Steps = 300;

    /// <summary>Positions in [0, 1], the graph filling it in both directions.</summary>
    /// <param name="adjacency">[V, V] of 0 and 1.</param>
    public static (double X, double Y)[] Of(Tensor adjacency)
    {
        var count = (int)adjacency.shape[0];
        var joined = adjacency.Values();
        var ideal = Math.Sqrt(1.0 / count);
        var (x, y) = (new double[count], new double[count]);
        // Any start without symmetry does: steps of the golden ratio and of the root of 2.
        for (var i = 0; i < count; i++)
            (x[i], y[i]) = (i * 0.6180339887498949 % 1, i * 0.4142135623730951 % 1);
        for (var step = 0; step < Steps; step++)
        {
            var reach = 0.1 * (Steps - step) / Steps;
            var (pullX, pullY) = (new double[count], new double[count]);
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < count; j++)
                {
                    if (i == j)
                        continue;
                    var (dx, dy) = (x[i] - x[j], y[i] - y[j]);
                    var squared = Math.Max((dx * dx) + (dy * dy), 1e-6);
                    var force = (ideal * ideal / squared) - (joined[(i * count) + j] * Math.Sqrt(squared) / ideal);
                    pullX[i] += dx * force;
                    pullY[i] += dy * force;
                }
                // Keeps parts that no edge joins from drifting apart.
                pullX[i] += (0.5 - x[i]) * 0.5;
                pullY[i] += (0.5 - y[i]) * 0.5;
            }
            for (var i = 0; i < count; i++)
            {
                var length = Math.Max(Math.Sqrt((pullX[i] * pullX[i]) + (pullY[i] * pullY[i])), 1e-9);
                x[i] += pullX[i] / length * Math.Min(length, reach);
                y[i] += pullY[i] / length * Math.Min(length, reach);
            }
        }
        return [.. Stretched(x).Zip(Stretched(y))];
    }

    private static IEnumerable<double> Stretched(double[] values)
    {
        var (low, high) = (values.Min(), values.Max());
        return values.Select(value => high > low ? (value - low) / (high - low) : 0.5);
    }
}
