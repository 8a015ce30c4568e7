using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Axes;

namespace ModelTests.Tool;

/// <summary>Turns a plot into SVG that takes its colours and its font from the page, so that one drawing is right in light, in dark and in print.</summary>
internal static partial class Drawing
{
    /// <summary>More lines nobody tells apart.</summary>
    public const int MostLines = 8;

    /// <summary>Stand for the page's colours; none of them is seen.</summary>
    public static OxyColor Ink { get; } = OxyColor.FromRgb(1, 1, 1);

    public static OxyColor Line { get; } = OxyColor.FromRgb(2, 2, 2);

    public static OxyColor Series(int number) => OxyColor.FromRgb(3, 3, (byte)(number % MostLines));

    /// <summary>Lines differ in more than their colour.</summary>
    public static LineStyle Style(int number) => (number % 3) switch { 0 => LineStyle.Solid, 1 => LineStyle.Dash, _ => LineStyle.Dot };

    /// <summary>What the lines stand for, in the page's own text: it wraps where there is little room.</summary>
    public static XElement Legend(IEnumerable<string> lines) => Html.Tag("ul", Html.Class("legend"), lines.Select((line, i) => Html.Tag("li",
        Html.Tag("span", Html.With("style", $"border-top: 2px {(i % 3) switch { 0 => "solid", 1 => "dashed", _ => "dotted" }} var(--s{i % MostLines})")), Html.Tag("code", line))));

    public static PlotModel Plot() =>
        new() { Culture = CultureInfo.InvariantCulture, TextColor = Ink, PlotAreaBorderColor = Line, Padding = new OxyThickness(0, 4, 8, 0), IsLegendVisible = false };

    public static Axis Steps() => Themed(new LinearAxis { Position = AxisPosition.Bottom, Title = "step", MinimumPadding = 0, MaximumPadding = 0, MinimumMajorStep = 1, MinimumMinorStep = 1 });

    public static Axis Sizes(string title, bool logarithmic) =>
        Themed(logarithmic ? new LogarithmicAxis { Position = AxisPosition.Left, Title = title, LabelFormatter = Figures.Of } : new LinearAxis { Position = AxisPosition.Left, Title = title, LabelFormatter = Figures.Of });

    public static Axis Themed(Axis axis)
    {
        // The exporter takes letters for narrower than browsers draw them.
        axis.AxisTitleDistance = axis.Position == AxisPosition.Left ? 28 : 8;
        axis.TextColor = axis.TitleColor = Ink;
        axis.TicklineColor = axis.AxislineColor = axis.MinorTicklineColor = axis.ExtraGridlineColor = Line;
        axis.MajorGridlineColor = Line;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineThickness = 0.5;
        return axis;
    }

    /// <param name="plot">What to draw.</param>
    /// <param name="width">In CSS pixels, where there is room.</param>
    /// <param name="height">In CSS pixels.</param>
    /// <param name="name">Unique in the page.</param>
    /// <param name="alternative">Says to whoever does not see it what it shows.</param>
    public static XElement Svg(PlotModel plot, int width, int height, string name, string alternative)
    {
        var text = new SvgExporter { Width = width, Height = height, UseVerticalTextAlignmentWorkaround = true }.ExportToString(plot);
        text = Colour().Replace(text, match => match.Groups["g"].Value switch { "1" => "var(--ink)", "2" => "var(--line)", _ => $"var(--s{match.Groups["b"].Value})" });
        var drawn = XElement.Parse(text[text.IndexOf("<svg", StringComparison.Ordinal)..].Replace("clipPath", $"{name}-clip", StringComparison.Ordinal).Replace($"<{name}-clip", "<clipPath", StringComparison.Ordinal).Replace($"</{name}-clip", "</clipPath", StringComparison.Ordinal));
        foreach (var element in drawn.DescendantsAndSelf())
        {
            // In a page neither namespaces nor the exporter's own font are wanted.
            element.Name = element.Name.LocalName;
            element.Attributes().Where(attribute => attribute.IsNamespaceDeclaration || attribute.Name == "font-family" || attribute.Name == "version").Remove();
        }
        drawn.SetAttributeValue("viewBox", $"0 0 {width} {height}");
        drawn.SetAttributeValue("role", "img");
        drawn.Add(Html.With("aria-label", alternative));
        return drawn;
    }

    [GeneratedRegex(@"rgb\((?<r>[123]),(?<g>[123]),(?<b>[0-9])\)")]
    private static partial Regex Colour();
}
