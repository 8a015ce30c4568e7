using System.Text;
using static TorchSharp.torch;

namespace ModelTests.Tests.Gallery;

/// <summary>A box around an object, in pixels: the pixel in row r and column c lies from (c, r) to (c + 1, r + 1).</summary>
internal sealed record Box(double Left, double Top, double Right, double Bottom, int Class);

/// <summary>Images side by side, darker for larger values, with boxes or the classes of the pixels over them.</summary>
internal static class ImageGrid
{
    private const double Gap = 10;
    private const double Top = 28;
    private const double CaptionHeight = 14;

    /// <param name="images">[N, height, width] or [N, channels, height, width], of which the mean over the channels is shown. About 1000 pixels in all fit into a picture's 15 kB.</param>
    /// <param name="captions">One below each image; none by default.</param>
    /// <param name="boxes">The boxes of each image.</param>
    /// <param name="labels">[N, height, width], the class of each pixel; 0, the background, is left clear.</param>
    /// <param name="classNames">The names of the classes in the legend.</param>
    public static Svg Of(Tensor images, IReadOnlyList<string>? captions = null, IReadOnlyList<IReadOnlyList<Box>>? boxes = null, Tensor? labels = null, IReadOnlyList<string>? classNames = null)
    {
        using var scope = NewDisposeScope();
        var grey = images.dim() == 4 ? images.mean([1]) : images;
        var (count, height, width) = ((int)grey.shape[0], (int)grey.shape[1], (int)grey.shape[2]);
        var columns = Enumerable.Range(1, count).MaxBy(candidate => Scale(count, candidate, height, width));
        var scale = Scale(count, columns, height, width);
        var (least, largest) = (grey.Values().Min(), grey.Values().Max());
        var svg = new Svg().Legend((classNames ?? []).Select((name, k) => (name, Palette.Of(k))));
        for (var i = 0; i < count; i++)
        {
            var x = ((Svg.Width - (columns * ((width * scale) + Gap)) + Gap) / 2) + (i % columns * ((width * scale) + Gap));
            var y = Top + (i / columns * ((height * scale) + CaptionHeight + Gap));
            // Half a pixel down: runs are lines, and a line lies in the middle of its row.
            svg.Add($"""<g transform="translate({Svg.Number(x)} {Svg.Number(y)}) scale({scale:0.##})" shape-rendering="crispEdges" fill="none"><g transform="translate(0 .5)">""");
            var pixels = grey[i].Values();
            Layer(svg, [.. pixels.Select(value => Palette.Step(value, least, largest))], width, Palette.Grey, "");
            if (labels is not null)
                Layer(svg, [.. labels[i].Values().Select(label => (int)label)], width, label => Palette.Of(label), " stroke-opacity=\".6\"");
            svg.Add($"</g>");
            foreach (var box in boxes?[i] ?? [])
                svg.Add($"""<path d="M{Svg.Number(box.Left)} {Svg.Number(box.Top)}H{Svg.Number(box.Right)}V{Svg.Number(box.Bottom)}H{Svg.Number(box.Left)}z" stroke="{Palette.Of(box.Class)}" stroke-width="2" vector-effect="non-scaling-stroke"/>""");
            svg.Add($"""<rect width="{width}" height="{height}" stroke="#888" vector-effect="non-scaling-stroke"/></g>""");
            if (captions is not null)
                svg.Text(x + (width * scale / 2), y + (height * scale) + 12, captions[i]);
        }
        return svg;
    }

    /// <summary>Pixels of one value as one path, each run of them as one line; value 0 is white or clear.</summary>
    private static void Layer(Svg svg, int[] values, int width, Func<int, string> colour, string style)
    {
        foreach (var value in values.Distinct().Where(value => value > 0).Order())
        {
            var path = new StringBuilder();
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] != value || (i % width > 0 && values[i - 1] == value))
                    continue;
                var length = 1;
                while ((i + length) % width > 0 && values[i + length] == value)
                    length++;
                path.Append(FormattableString.Invariant($"M{i % width} {i / width}h{length}"));
            }
            svg.Add($"""<path d="{path}" stroke="{colour(value)}"{style}/>""");
        }
    }

    private static double Scale(int count, int columns, int height, int width)
    {
        var rows = (count + columns - 1) / columns;
        return Math.Min((Svg.Width - 20 - ((columns - 1) * Gap)) / columns / width, (Svg.Height - Top - 6 - (rows * (CaptionHeight + Gap))) / rows / height);
    }
}
