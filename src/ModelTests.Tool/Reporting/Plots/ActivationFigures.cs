using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ModelTests.Tool;

/// <summary>One small histogram for each module.</summary>
internal static class ActivationFigures
{
    public static XElement? Of(IReadOnlyList<ActivationHistogram> modules, string name) => modules.Count == 0 ? null
        : Html.Tag("div",
            Html.Tag("p", Html.Class("quiet"), "What each module returns for one small batch in evaluation mode: dashed at initialisation, filled after the short training. The height is the share of values, on a scale of square roots, so that small shares are seen."),
            Html.Tag("div", Html.Class("many"), modules.Select((module, i) => Of(module, $"{name}-{i}"))));

    private static XElement Of(ActivationHistogram module, string name)
    {
        var plot = Drawing.Plot();
        plot.PlotAreaBorderThickness = new OxyThickness(0, 0, 0, 1);
        var across = Drawing.Themed(new LinearAxis { Position = AxisPosition.Bottom, Minimum = module.Low, Maximum = module.High, LabelFormatter = Figures.Of, FontSize = 11 });
        across.MajorGridlineStyle = LineStyle.None;
        across.IntervalLength = 70;
        plot.Axes.Add(across);
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Left, IsAxisVisible = false, Minimum = 0, MaximumPadding = 0.05 });
        var after = new AreaSeries { Color = Drawing.Series(0), Fill = OxyColor.FromAColor(90, Drawing.Series(0)), StrokeThickness = 1 };
        after.Points.AddRange(Outline(module, module.After));
        after.Points2.AddRange([new DataPoint(module.Low, 0), new DataPoint(module.High, 0)]);
        var before = new LineSeries { Color = Drawing.Ink, LineStyle = LineStyle.Dash, StrokeThickness = 1 };
        before.Points.AddRange(Outline(module, module.Before));
        plot.Series.Add(after);
        plot.Series.Add(before);
        var what = module.Module.Length == 0 ? $"the model ({module.Type})" : $"{module.Module} ({module.Type})";
        var caption = $"{what}: from {Figures.Of(module.Low)} to {Figures.Of(module.High)}"
            + (module.Zeros > 0 ? $", {Figures.Percent(module.Zeros)} are 0" : "")
            + (module.NonFinite > 0 ? $", {module.NonFinite} are NaN or infinite" : "");
        return Html.Tag("figure", Drawing.Svg(plot, 240, 110, name, $"Histogram of {caption}"), Html.Tag("figcaption", caption));
    }

    /// <summary>Two points for each bin: its flat top.</summary>
    private static IEnumerable<DataPoint> Outline(ActivationHistogram module, IReadOnlyList<long> counts)
    {
        var (width, total) = ((module.High - module.Low) / counts.Count, Math.Max(1, counts.Sum()));
        return counts.SelectMany((count, bin) => new[] { new DataPoint(module.Low + (bin * width), Height(count)), new DataPoint(module.Low + ((bin + 1) * width), Height(count)) });

        double Height(long count) => Math.Sqrt(count / (double)total);
    }
}
