using static TorchSharp.torch;

namespace ModelTests.Tests.Gallery;

/// <summary>Graphs, with their nodes coloured by class.</summary>
internal static class GraphDrawing
{
    private const double Top = 30;
    private const double Margin = 14;

    /// <summary>One graph; the classes are those of its nodes.</summary>
    /// <param name="data">A batch that is not separable, its last input the adjacency [V, V].</param>
    public static Svg OfNodes(SyntheticData data)
    {
        var svg = new Svg().Legend(data.ClassNames.Select((name, k) => (name, Palette.Of(k))));
        var labels = data.Training.Target.Values();
        Draw(svg, data.Training.Inputs[^1], (Margin, Top, Svg.Width - (2 * Margin), Svg.Height - Top - Margin), i => (int)labels[i], 7);
        return svg;
    }

    /// <summary>Several graphs side by side, each with the name of its class below.</summary>
    /// <param name="data">The last input is the adjacency [N, V, V], targets [N].</param>
    /// <param name="columns">Graphs per row.</param>
    public static Svg OfGraphs(SyntheticData data, int columns)
    {
        using var scope = NewDisposeScope();
        var svg = new Svg();
        var labels = data.Training.Target.Values();
        var rows = (labels.Length + columns - 1) / columns;
        var (width, height) = (Svg.Width / columns, Svg.Height / rows);
        foreach (var (i, label) in labels.Index())
        {
            var (x, y) = (i % columns * width, i / columns * height);
            Draw(svg, data.Training.Inputs[^1][i], (x + Margin, y + Margin, width - (2 * Margin), height - (2 * Margin) - 12), _ => (int)label, 6);
            svg.Text(x + (width / 2), y + height - 8, data.ClassNames[(int)label]);
        }
        return svg;
    }

    private static void Draw(Svg svg, Tensor adjacency, (double X, double Y, double Width, double Height) area, Func<int, int> colour, double diameter)
    {
        var positions = SpringLayout.Of(adjacency).Select(at => (X: area.X + (at.X * area.Width), Y: area.Y + (at.Y * area.Height))).ToArray();
        var joined = adjacency.Values();
        svg.Segments(
            from i in Enumerable.Range(0, positions.Length)
            from j in Enumerable.Range(0, i)
            where joined[(i * positions.Length) + j] != 0
            select (positions[i], positions[j]), "#bbb");
        foreach (var nodes in Enumerable.Range(0, positions.Length).GroupBy(colour).OrderBy(group => group.Key))
            svg.Dots(nodes.Select(i => positions[i]), Palette.Of(nodes.Key), diameter);
    }
}
