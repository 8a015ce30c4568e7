using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Takes the figures and a few samples of the first training batch.</summary>
internal static class DataPicture
{
    /// <summary>An image is at least so large; a table of fewer rows and columns is none.</summary>
    private const int SmallestSide = 4;

    public static IReadOnlyList<TensorPicture> Of(Func<Subject> create, RunBudget budget)
    {
        budget.Step("while looking at the first training batch");
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var subject = create();
        using var batch = subject.Batches(1)[0];
        return [.. batch.Named().Take(TensorPicture.Most).Select(named => Of(named.Tensor, batch.Separable ? named.Dimension : null, named.Name))];
    }

    private static TensorPicture Of(Tensor tensor, int? sampleDimension, string name)
    {
        using var scope = NewDisposeScope();
        var values = (tensor.is_sparse ? tensor.to_dense() : tensor).detach().cpu().to(float64);
        var finite = values[values.isfinite()];
        var any = finite.NumberOfElements > 0;
        var (least, largest) = any ? (finite.min().ToDouble(), finite.max().ToDouble()) : (0, 0);
        var count = sampleDimension is { } dimension && dimension < values.dim() ? (int)Math.Min(values.shape[dimension], TensorPicture.MostSamples) : 1;
        return new TensorPicture(name, tensor.shape, tensor.dtype.ToString().ToLowerInvariant(),
            any ? least : null, any ? largest : null, any ? finite.mean().ToDouble() : null, any ? finite.std(unbiased: false).ToDouble() : null,
            values.NumberOfElements - finite.NumberOfElements,
            [.. Enumerable.Range(0, count).Select(i => Of(sampleDimension is { } at && at < values.dim() ? values.select(at, i) : values, tensor.dtype, least, largest))]);
    }

    private static SamplePicture Of(Tensor sample, ScalarType type, double least, double largest) =>
        AsImage(sample, type) is { } image
            ? new SamplePicture([], Of(image, least, largest))
            : new SamplePicture([.. sample.flatten().narrow(0, 0, Math.Min(sample.NumberOfElements, SamplePicture.MostValues)).data<double>()], null);

    /// <summary>[channels, height, width] with 1 or 3 channels; null for what is no image. A plane of whole numbers may be a mask, one of real numbers a table.</summary>
    private static Tensor? AsImage(Tensor sample, ScalarType type)
    {
        var image = sample.shape switch
        {
            [1 or 3, _, _] => sample,
            [_, _, 3 or 1] => sample.permute(2, 0, 1),
            [_, _, _] => sample.mean([0], keepdim: true),
            // The middle slice of a volume.
            [_, var depth, _, _] => sample.mean([0]).narrow(0, depth / 2, 1),
            [_, _] when type is ScalarType.Byte or ScalarType.Int64 or ScalarType.Bool => sample.unsqueeze(0),
            _ => null,
        };
        return image is { } found && found.shape[1] >= SmallestSide && found.shape[2] >= SmallestSide ? found : null;
    }

    private static ImagePicture Of(Tensor image, double least, double largest)
    {
        var size = image.shape.Skip(1).Select(side => Math.Min(side, ImagePicture.LargestSide)).ToArray();
        var small = nn.functional.adaptive_avg_pool2d(image.nan_to_num(least, largest, least).unsqueeze(0), size).squeeze(0);
        var bytes = ((small - least) * (255 / Math.Max(largest - least, double.Epsilon))).clamp(0, 255).round().to(int32).permute(1, 2, 0).contiguous();
        return new ImagePicture((int)size[1], (int)size[0], (int)image.shape[0], [.. bytes.data<int>()]);
    }
}
