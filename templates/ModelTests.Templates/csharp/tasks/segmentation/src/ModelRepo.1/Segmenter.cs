using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ModelRepo._1;

/// <summary>A U-Net of two levels for grey images with even sides.</summary>
public sealed class Segmenter : Module<Tensor, Tensor>
{
    private readonly Sequential fine;
    private readonly Sequential coarse;
    private readonly ConvTranspose2d up;
    private readonly Sequential merged;
    private readonly Conv2d scores;

    public Segmenter(int classes)
        : base(nameof(Segmenter))
    {
        fine = Convolution(1, 8);
        coarse = Convolution(8, 16);
        up = ConvTranspose2d(16, 8, kernel_size: 2, stride: 2);
        merged = Convolution(8 + 8, 8);
        scores = Conv2d(8, classes, kernel_size: 1);
        RegisterComponents();
    }

    /// <summary>From images [samples, 1, height, width] to one score (logit) per class and pixel [samples, classes, height, width].</summary>
    public override Tensor forward(Tensor images)
    {
        var details = fine.call(images);
        var context = up.call(coarse.call(max_pool2d(details, 2)));
        return scores.call(merged.call(cat([details, context], 1)));
    }

    private static Sequential Convolution(int channels, int filters) =>
        Sequential(Conv2d(channels, filters, kernel_size: 3, padding: 1, bias: false), BatchNorm2d(filters), ReLU());
}
