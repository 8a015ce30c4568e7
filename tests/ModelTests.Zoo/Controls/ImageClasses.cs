using static TorchSharp.torch;

namespace ModelTests.Zoo;

/// <summary>What several controls learn: noisy images [N, channels, 8, 8] in which the class has its own bright corner.</summary>
internal static class ImageClasses
{
    public const int Classes = 4;
    public const int Size = 8;

    public static (Tensor Images, Tensor Classes) Draw(int samples, int channels)
    {
        var classes = arange(samples).remainder(Classes);
        var images = randn(samples, channels, Size, Size) * 0.3;
        for (var i = 0; i < samples; i++)
            images[i].narrow(1, i % Classes / 2 * 4, 4).narrow(2, i % 2 * 4, 4).add_(1);
        return (images, classes);
    }
}
