using static TorchSharp.torch;

namespace ModelTests.Tests.Gallery;

/// <summary>Samples of several inputs, as points that lines join.</summary>
internal static class SegmentPlot
{
    /// <summary>Two inputs per sample, joined by a line of the target's colour.</summary>
    /// <param name="data">Two inputs [N, 2], targets [N] of 0 and 1.</param>
    public static Svg OfPairs(SyntheticData data)
    {
        var labels = data.Training.Target.Values();
        return Of(data.Training.Inputs, data.ClassNames, i => [(0, 1, (int)labels[i])]);
    }

    /// <summary>An anchor per sample, joined with its positive in one colour and with its negative in another.</summary>
    /// <param name="data">Three inputs [N, 2].</param>
    public static Svg OfTriplets(SyntheticData data) => Of(data.Training.Inputs, ["anchor to negative", "anchor to positive"], _ => [(0, 1, 1), (0, 2, 0)]);

    private static Svg Of(IReadOnlyList<Tensor> inputs, IReadOnlyList<string> names, Func<int, IEnumerable<(int From, int To, int Colour)>> lines)
    {
        var points = inputs.Select(input => (X: input.Column(0), Y: input.Column(1))).ToList();
        var axes = new Axes([.. points.SelectMany(column => column.X)], [.. points.SelectMany(column => column.Y)], equalScales: true);
        var svg = axes.Draw(new Svg(), "feature 0", "feature 1").Legend(names.Select((name, k) => (name, Palette.Of(k))));
        var all = Enumerable.Range(0, points[0].X.Length).SelectMany(i => lines(i).Select(line => (From: At(line.From, i), To: At(line.To, i), line.Colour))).ToList();
        foreach (var k in Enumerable.Range(0, names.Count))
            svg.Segments(all.Where(line => line.Colour == k).Select(line => (line.From, line.To)), Palette.Of(k));
        return svg.Dots(points.SelectMany((column, input) => column.X.Select((_, i) => At(input, i))), "#333", 4);

        (double X, double Y) At(int input, int i) => axes.At(points[input].X[i], points[input].Y[i]);
    }
}
