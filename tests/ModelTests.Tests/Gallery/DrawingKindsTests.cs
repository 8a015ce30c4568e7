using System.Xml.Linq;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests.Gallery;

/// <summary>Each kind of drawing is well-formed and has what it is given.</summary>
public class DrawingKindsTests : OneThread
{
    [Fact]
    public void Samples_coloured_by_value_have_every_sample_once()
    {
        using var data = Synthetic.SineRegression(samples: 50, features: 2);
        Assert.Equal(50, Count(ScatterPlot.OfValues(data), "h0"));
    }

    [Fact]
    public void Every_series_is_a_line_in_its_colour()
    {
        using var scope = NewDisposeScope();
        var drawn = Drawn(LinePlot.Of(arange(20, dtype: float32).reshape(2, 10), ["up", "further"]));
        Assert.Equal(2, drawn.Descendants().Count(element => (string?)element.Attribute("stroke-linejoin") == "round"));
        Assert.Contains(drawn.Descendants(), element => element.Value == "further");
    }

    [Fact]
    public void An_image_is_as_dark_as_its_values_with_labels_and_boxes_over_it()
    {
        using var scope = NewDisposeScope();
        var images = zeros(1, 1, 4, 4);
        images[0, 0, 1, 1] = images[0, 0, 1, 2] = 1;
        var drawn = Drawn(ImageGrid.Of(images, ["a caption"], [[new Box(1, 1, 3, 2, 1)]], images.squeeze(1).to(int64), ["background", "bar"])).ToString();

        // One run of two black pixels, the same run in the colour of class 1, and a box around both.
        Assert.Contains("d=\"M1 1h2\" stroke=\"#000000\"", drawn, StringComparison.Ordinal);
        Assert.Contains($"d=\"M1 1h2\" stroke=\"{Palette.Of(1)}\"", drawn, StringComparison.Ordinal);
        Assert.Contains("d=\"M1 1H3V2H1z\"", drawn, StringComparison.Ordinal);
        Assert.Contains("a caption", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_are_written_with_their_words()
    {
        using var scope = NewDisposeScope();
        var rows = TokenGrid.Rows(tensor(new long[,] { { 0, 1, 1 }, { 1, 0, 0 } }), "sample");
        var drawn = Drawn(TokenGrid.Of(rows, ["<pad>", "a"]));

        Assert.Equal(["sample 0", "sample 1"], rows.Select(row => row.Name));
        Assert.Equal(3, drawn.Descendants().Count(element => element.Value == "<pad>"));
    }

    private static int Count(Svg svg, string part) => Drawn(svg).ToString().Split(part).Length - 1;

    private static XElement Drawn(Svg svg) => XElement.Parse(svg.Titled("a test"));
}
