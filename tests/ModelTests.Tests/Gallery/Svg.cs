using System.Globalization;
using System.Text;

namespace ModelTests.Tests.Gallery;

/// <summary>Writes one picture: a white card, so that it can be read on light and on dark pages, with positions rounded to 0.1 px.</summary>
internal sealed class Svg
{
    public const double Width = 360;
    public const double Height = 240;

    private readonly StringBuilder text = new();

    public Svg Add(FormattableString element)
    {
        text.Append(CultureInfo.InvariantCulture, $"{FormattableString.Invariant(element)}\n");
        return this;
    }

    /// <summary>Dots at these positions; a line of length 0 with round caps is a disc, and shorter than a circle element.</summary>
    public Svg Dots(IEnumerable<(double X, double Y)> positions, string colour, double diameter = 5) =>
        Add($"""<path d="{string.Concat(positions.Select(at => $"M{Position(at)}h0"))}" stroke="{colour}" stroke-width="{Number(diameter)}" stroke-linecap="round" stroke-opacity=".8" fill="none"/>""");

    /// <summary>Straight lines, each between two positions.</summary>
    public Svg Segments(IEnumerable<((double X, double Y) From, (double X, double Y) To)> segments, string colour, double width = 1) =>
        Add($"""<path d="{string.Concat(segments.Select(line => $"M{Position(line.From)}L{Position(line.To)}"))}" stroke="{colour}" stroke-width="{Number(width)}" fill="none"/>""");

    /// <summary>One line through all positions.</summary>
    public Svg Line(IEnumerable<(double X, double Y)> positions, string colour, double width = 1.5) =>
        Add($"""<path d="M{string.Join('L', positions.Select(Position))}" stroke="{colour}" stroke-width="{Number(width)}" stroke-linejoin="round" fill="none"/>""");

    /// <param name="x">In px from the left edge.</param>
    /// <param name="y">The letters' base line, in px from the upper edge.</param>
    /// <param name="words">What to write.</param>
    /// <param name="anchor">start, middle or end: what of the text lies at the position.</param>
    /// <param name="degrees">Turned around the position, clockwise.</param>
    public Svg Text(double x, double y, string words, string anchor = "middle", double degrees = 0)
    {
        var turned = degrees == 0 ? "" : $" transform=\"rotate({Number(degrees)} {Number(x)} {Number(y)})\"";
        return Add($"""<text x="{Number(x)}" y="{Number(y)}" text-anchor="{anchor}"{turned}>{Escaped(words)}</text>""");
    }

    /// <summary>A name beside a mark of its colour for each, along the upper edge.</summary>
    public Svg Legend(IEnumerable<(string Name, string Colour)> entries)
    {
        const double widthOfLetter = 6.2;
        var x = 48.0;
        foreach (var (name, colour) in entries)
        {
            Add($"""<rect x="{Number(x)}" y="9" width="9" height="9" fill="{colour}"/>""").Text(x + 13, 17, name, "start");
            x += 24 + (widthOfLetter * name.Length);
        }
        return this;
    }

    public static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The picture, with what it shows in words.</summary>
    public string Titled(string title) =>
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Number(Width)} {Number(Height)}" width="{Number(Width)}" height="{Number(Height)}" font-family="sans-serif" font-size="11" fill="#333" role="img">
        <title>{Escaped(title)}</title>
        <rect width="{Number(Width)}" height="{Number(Height)}" rx="6" fill="#fff"/>
        {text}</svg>

        """.ReplaceLineEndings("\n");

    private static string Position((double X, double Y) at) => $"{Number(at.X)} {Number(at.Y)}";

    private static string Escaped(string words) => words.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
