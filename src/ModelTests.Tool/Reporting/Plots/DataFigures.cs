using System.Xml.Linq;
using OxyPlot;

namespace ModelTests.Tool;

/// <summary>The first training batch: figures of its tensors, pictures of images, values of all else.</summary>
internal static class DataFigures
{
    public static IEnumerable<XElement> Of(IReadOnlyList<TensorPicture> tensors)
    {
        if (tensors.Count == 0)
            yield break;
        yield return Html.Table("The first training batch.", ["tensor", "shape", "type", "least", "largest", "mean", "deviation", "NaN or Inf"],
            tensors.Select(tensor => (IReadOnlyList<object?>)
                [tensor.Name, $"[{string.Join(", ", tensor.Shape)}]", tensor.Type, Written(tensor.Least), Written(tensor.Largest), Written(tensor.Mean), Written(tensor.Deviation), $"{tensor.NonFinite}"]));
        foreach (var tensor in tensors.Where(tensor => tensor.Samples.Count > 0))
            yield return tensor.Samples.All(sample => sample.Image is not null) ? Pictures(tensor) : Values(tensor);
    }

    private static XElement Pictures(TensorPicture tensor) => Html.Tag("figure",
        Html.Tag("ul", Html.Class("pictures"), tensor.Samples.Select((sample, i) => Html.Tag("li", Html.Tag("img",
            Html.With("src", Address(sample.Image!)), Html.With("width", sample.Image!.Width), Html.With("height", sample.Image.Height),
            Html.With("alt", $"Sample {i + 1} of {tensor.Name}, {sample.Image.Width} × {sample.Image.Height} pixels"))))),
        Html.Tag("figcaption", $"{Capital(tensor.Name)}: the first {Figures.Count(tensor.Samples.Count, "sample")} as images of at most {ImagePicture.LargestSide} × {ImagePicture.LargestSide} pixels, dark for {Written(tensor.Least)} and light for {Written(tensor.Largest)}."));

    private static XElement Values(TensorPicture tensor) => Html.Table($"{Capital(tensor.Name)}: the first values of the first {Figures.Count(tensor.Samples.Count, "sample")}.", ["sample", "values"],
        tensor.Samples.Select((sample, i) => (IReadOnlyList<object?>)[$"{i + 1}", string.Join(", ", sample.Values.Select(Figures.Of))]));

    private static string Address(ImagePicture image)
    {
        var pixels = new OxyColor[image.Width, image.Height];
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var first = ((y * image.Width) + x) * image.Channels;
                // OxyPlot counts from the bottom.
                pixels[x, image.Height - 1 - y] = OxyColor.FromRgb(Value(first), Value(first + Math.Min(1, image.Channels - 1)), Value(first + Math.Min(2, image.Channels - 1)));
            }
        }
        return $"data:image/png;base64,{Convert.ToBase64String(OxyImage.Create(pixels, ImageFormat.Png).GetData())}";

        byte Value(int position) => (byte)Math.Clamp(image.Pixels.ElementAtOrDefault(position), 0, 255);
    }

    private static string Capital(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    private static string Written(double? value) => value is { } known ? Figures.Of(known) : "none";
}
