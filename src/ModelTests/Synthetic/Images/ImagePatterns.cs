using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Smooth patterns, one per class, in a regular simplex.</summary>
internal static class ImagePatterns
{
    /// <summary>[classes, channels, height, width], each channel with the mean 0, the mean square over a pattern's values 1 in the mean over the classes.</summary>
    public static Tensor Of(Drawing draw, int classes, int channels, int height, int width, double smoothness)
    {
        var (dimensions, distance) = Geometry(classes, channels, height, width);
        var smooth = Smooth(draw.Normal(dimensions, channels, height, width), smoothness).reshape(dimensions, -1);
        // The axes span the smooth patterns that were drawn, so each point between them is smooth, too.
        var (axes, _) = linalg.qr(smooth.t());
        return ClassMeans.Whitened(classes, dimensions, distance).matmul(axes.t()).reshape(classes, channels, height, width);
    }

    /// <summary>In how many dimensions the patterns lie, and the smallest distance between two of them.</summary>
    public static (int Dimensions, double Distance) Geometry(int classes, int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        var values = channels * height * width;
        var dimensions = Math.Min(classes - 1, values - channels);
        var meanSquare = ClassMeans.Whitened(classes, dimensions, 1).square().sum(1).mean().ToDouble();
        return (dimensions, Math.Sqrt(values / meanSquare));
    }

    /// <summary>
    /// A Gaussian filter that wraps around, in the frequency domain: exp(-2 π² σ² f²) for a frequency of f cycles per pixel. Frequency 0, the mean, is left out.
    /// </summary>
    private static Tensor Smooth(Tensor images, double deviation)
    {
        var (height, width) = (images.shape[2], images.shape[3]);
        var square = fft.fftfreq(height, dtype: float64).square().unsqueeze(1) + fft.rfftfreq(width, dtype: float64).square();
        var filter = exp(-2 * Math.PI * Math.PI * deviation * deviation * square) * square.gt(0);
        return fft.irfft2(fft.rfft2(images) * filter, [height, width]);
    }
}
