using System.Globalization;

namespace ModelTests.Tests.Gallery;

/// <summary>Two labelled axes with ticks, and where a point lies between them.</summary>
internal sealed class Axes
{
    private const double Left = 48;
    private const double Right = Svg.Width - 14;
    private const double Top = 28;
    private const double Bottom = Svg.Height - 36;

    /// <summary>Room around the points, as a share of their range.</summary>
    private const double Margin = 0.05;

    private static readonly int[] TickSteps = [1, 2, 5, 10];

    private readonly (double Low, double High) horizontal;
    private readonly (double Low, double High) vertical;

    /// <param name="x">The values along the horizontal axis, at least one.</param>
    /// <param name="y">The values along the vertical axis, at least one.</param>
    /// <param name="equalScales">One unit is as long on both axes, where the shape matters.</param>
    public Axes(IReadOnlyCollection<double> x, IReadOnlyCollection<double> y, bool equalScales = false)
    {
        (horizontal, vertical) = (Range(x), Range(y));
        if (equalScales)
        {
            var unit = Math.Max((horizontal.High - horizontal.Low) / (Right - Left), (vertical.High - vertical.Low) / (Bottom - Top));
            (horizontal, vertical) = (Widened(horizontal, unit * (Right - Left)), Widened(vertical, unit * (Bottom - Top)));
        }
    }

    public (double X, double Y) At(double x, double y) =>
        (Left + ((x - horizontal.Low) / (horizontal.High - horizontal.Low) * (Right - Left)),
            Bottom - ((y - vertical.Low) / (vertical.High - vertical.Low) * (Bottom - Top)));

    public Svg Draw(Svg svg, string xLabel, string yLabel)
    {
        svg.Add($"""<path d="M{Svg.Number(Left)} {Svg.Number(Top)}V{Svg.Number(Bottom)}H{Svg.Number(Right)}" stroke="#888" fill="none"/>""");
        foreach (var tick in Ticks(horizontal))
            svg.Text(At(tick, vertical.Low).X, Bottom + 14, Label(tick));
        foreach (var tick in Ticks(vertical))
            svg.Text(Left - 5, At(horizontal.Low, tick).Y + 4, Label(tick), "end");
        return svg.Text((Left + Right) / 2, Svg.Height - 8, xLabel).Text(14, (Top + Bottom) / 2, yLabel, degrees: -90);
    }

    /// <summary>Multiples of 1, 2 or 5 times a power of ten, three to seven of them.</summary>
    private static IEnumerable<double> Ticks((double Low, double High) range)
    {
        var raw = (range.High - range.Low) / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = TickSteps.Select(factor => factor * power).First(candidate => candidate >= raw * 0.999);
        for (var i = (long)Math.Ceiling(range.Low / step); i * step <= range.High; i++)
            yield return i * step;
    }

    private static string Label(double value) => value.ToString("0.###", CultureInfo.InvariantCulture).Replace('-', '−');

    private static (double Low, double High) Range(IReadOnlyCollection<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        var margin = high > low ? (high - low) * Margin : 0.5;
        return (low - margin, high + margin);
    }

    private static (double Low, double High) Widened((double Low, double High) range, double width)
    {
        var middle = (range.Low + range.High) / 2;
        return (middle - (width / 2), middle + (width / 2));
    }
}
