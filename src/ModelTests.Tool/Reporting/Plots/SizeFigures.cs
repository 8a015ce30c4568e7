using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Series;

namespace ModelTests.Tool;

/// <summary>Gradients and updates of the layers over the steps of a short training, and the figures of every parameter.</summary>
internal static class SizeFigures
{
    public static IEnumerable<XElement> Of(IReadOnlyList<ParameterSizes> parameters, string name)
    {
        if (parameters.All(parameter => parameter.Values.Count == 0))
            yield break;
        // A layer's largest parameter stands for it, and a few layers for all.
        var layers = Evenly.Of([.. parameters.GroupBy(parameter => parameter.Owner()).Select(layer => layer.MaxBy(parameter => parameter.Shape.Aggregate(1L, (size, side) => size * side))!)], Drawing.MostLines);
        yield return Figure(layers, Gradients, "gradient", "the gradient's root mean square", $"{name}-gradients");
        yield return Figure(layers, Updates, "update / parameter", "the update's root mean square, relative to the parameter's", $"{name}-updates");
        yield return Html.Folded(Html.Tag("h4", $"Figures of {Figures.Count(parameters.Count, "parameter")}"), Html.Table(
            "Root mean squares at the first and the last step.", ["parameter", "shape", "gradient, first", "gradient, last", "update / parameter, first", "update / parameter, last"],
            parameters.Where(parameter => parameter.Values.Count > 0).Select(parameter => (IReadOnlyList<object?>)
            [
                Html.Tag("code", parameter.Path), $"[{string.Join(", ", parameter.Shape)}]",
                Written(Gradients(parameter)[0]), Written(Gradients(parameter)[^1]), Written(Updates(parameter)[0]), Written(Updates(parameter)[^1]),
            ])));
    }

    private static List<double?> Gradients(ParameterSizes parameter) => [.. parameter.Gradients];

    /// <summary>A parameter of zeros has no size to compare with.</summary>
    private static List<double?> Updates(ParameterSizes parameter) => [.. parameter.Updates.Zip(parameter.Values, (update, value) => value == 0 ? (double?)null : update / value)];

    private static XElement Figure(IReadOnlyList<ParameterSizes> layers, Func<ParameterSizes, List<double?>> sizes, string axis, string what, string name)
    {
        var plot = Drawing.Plot();
        plot.Axes.Add(Drawing.Steps());
        plot.Axes.Add(Drawing.Sizes(axis, logarithmic: true));
        var last = new List<(string Path, double Size)>();
        var silent = new List<string>();
        for (var i = 0; i < layers.Count; i++)
        {
            var points = sizes(layers[i]).Select((size, step) => size is { } value && value > 0 && double.IsFinite(value) ? new DataPoint(step + 1, value) : DataPoint.Undefined).ToList();
            if (points.FindLast(point => point.IsDefined()) is { } seen && seen.IsDefined() && seen.X > 0)
                last.Add((layers[i].Path, seen.Y));
            else
                silent.Add(layers[i].Path);
            var line = new LineSeries { Color = Drawing.Series(i), LineStyle = Drawing.Style(i), StrokeThickness = 1.75 };
            line.Points.AddRange(points);
            plot.Series.Add(line);
        }
        var caption = $"Of {Figures.Count(layers.Count, "layer")}, {what} in {Figures.Count(layers.Max(layer => layer.Values.Count), "training step")}."
            + (last.Count == 0 ? "" : $" At the end the largest is {Of(last.MaxBy(line => line.Size))}, the smallest {Of(last.MinBy(line => line.Size))}.")
            + (silent.Count == 0 ? "" : $" None above 0: {string.Join(", ", silent)}.");
        return last.Count == 0
            ? Html.Tag("figure", Html.Tag("figcaption", caption))
            : Html.Tag("figure", Drawing.Svg(plot, 720, 320, name, caption), Drawing.Legend(layers.Select(layer => layer.Path)), Html.Tag("figcaption", caption));

        static string Of((string Path, double Size) line) => $"{Figures.Of(line.Size)} ({line.Path})";
    }

    private static string Written(double? size) => size is { } value ? Figures.Of(value) : "none";
}
