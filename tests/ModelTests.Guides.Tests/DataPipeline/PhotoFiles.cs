using static TorchSharp.torch;

namespace ModelTests.Guides.DataPipeline;

/// <summary>Stands for the photos on a disk: 160 of 8 × 8 pixels, each class with a colour that prevails.</summary>
internal static class PhotoFiles
{
    public static (Tensor Bytes, Tensor Labels) Read()
    {
        var generator = new Generator(5);
        var labels = randint(0, 3, 160, generator: generator);
        var noise = randint(0, 156, [160, 8, 8, 3], generator: generator);
        var colour = nn.functional.one_hot(labels, 3).view(160, 1, 1, 3) * 100;
        return ((noise + colour).to(uint8), labels);
    }
}
