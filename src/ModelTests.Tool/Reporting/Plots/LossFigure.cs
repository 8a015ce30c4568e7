using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Series;

namespace ModelTests.Tool;

/// <summary>A loss curve, with the losses between which it can move.</summary>
internal static class LossFigure
{
    /// <summary>A loss that spans more than one decade shows nothing of its end on a linear axis.</summary>
    private const double Decades = 20;

    public static XElement Of(LossCurve curve, string name)
    {
        var points = curve.Steps.Zip(curve.Losses, (step, loss) => new DataPoint(step, loss)).ToList();
        var finite = points.Where(point => double.IsFinite(point.Y)).ToList();
        var caption = Caption(curve, finite);
        // One point is no line.
        if (finite.Count < 2)
            return Html.Tag("figure", Html.Tag("figcaption", caption));
        var logarithmic = finite.Min(point => point.Y) > 0 && finite.Max(point => point.Y) > Decades * finite.Min(point => point.Y);
        var plot = Drawing.Plot();
        plot.Axes.Add(Drawing.Steps());
        plot.Axes.Add(Drawing.Sizes("loss", logarithmic));
        foreach (var (value, text) in Bounds(curve).Where(bound => !logarithmic || bound.Value > 0))
            plot.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = value, Color = Drawing.Ink, LineStyle = LineStyle.Dash, StrokeThickness = 1, Text = text, TextColor = Drawing.Ink, TextVerticalAlignment = value == curve.Constant ? VerticalAlignment.Top : VerticalAlignment.Bottom });
        var line = new LineSeries { Color = Drawing.Series(0), StrokeThickness = 1.75 };
        // What is not finite breaks the line.
        line.Points.AddRange(points.Select(point => double.IsFinite(point.Y) && (!logarithmic || point.Y > 0) ? point : DataPoint.Undefined));
        plot.Series.Add(line);
        if (Bounds(curve).Select(bound => bound.Value).Concat(finite.Select(point => point.Y)).ToList() is { Count: > 0 } all && !logarithmic)
            (plot.Axes[1].Minimum, plot.Axes[1].Maximum) = Padded(all.Min(), all.Max());
        return Html.Tag("figure", Drawing.Svg(plot, 720, 300, name, $"Loss curve: {caption}"), Html.Tag("figcaption", caption));
    }

    private static string Caption(LossCurve curve, List<DataPoint> finite)
    {
        var known = string.Concat(Bounds(curve).Select(bound => bound.Value == curve.Constant
            ? $" The best predictor that ignores its input has {Figures.Of(bound.Value)}." : $" No output gets below {Figures.Of(bound.Value)}."));
        var bad = curve.Losses.ToList().FindIndex(loss => !double.IsFinite(loss));
        var broken = bad < 0 ? "" : $" At step {curve.Steps[bad]} it is {Figures.Of(curve.Losses[bad])}.";
        return finite.Count == 0 ? $"Loss on {curve.Name}: no finite value in {Figures.Count(curve.Steps.Count, "step")}."
            : finite.Count == 1 ? $"Loss on {curve.Name}: {Figures.Of(finite[0].Y)} at step {finite[0].X:0}.{broken}{known}"
            : $"Loss on {curve.Name}: {Figures.Of(finite[0].Y)} at step {finite[0].X:0}, {Figures.Of(finite[^1].Y)} at step {finite[^1].X:0}, at best {Figures.Of(finite.Min(point => point.Y))}.{broken}{known}";
    }

    private static IEnumerable<(double Value, string Text)> Bounds(LossCurve curve)
    {
        if (curve.Constant is { } constant && double.IsFinite(constant))
            yield return (constant, "ignores its input");
        if (curve.Floor is { } floor && double.IsFinite(floor))
            yield return (floor, "lowest possible");
    }

    private static (double Low, double High) Padded(double low, double high)
    {
        var room = low == high ? 1 : 0.06 * (high - low);
        return (low - room, high + room);
    }
}
