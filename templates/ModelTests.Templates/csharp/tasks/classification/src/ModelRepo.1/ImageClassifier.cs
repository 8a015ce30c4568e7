using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ModelRepo._1;

/// <summary>A small convolutional network for grey images of 16 by 16 pixels or more.</summary>
public sealed class ImageClassifier : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d norm1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d norm2;
    private readonly AdaptiveAvgPool2d pool;
    private readonly Linear scores;

    public ImageClassifier(int classes)
        : base(nameof(ImageClassifier))
    {
        conv1 = Conv2d(1, 16, kernel_size: 3, padding: 1, bias: false);
        norm1 = BatchNorm2d(16);
        conv2 = Conv2d(16, 16, kernel_size: 3, padding: 1, bias: false);
        norm2 = BatchNorm2d(16);
        pool = AdaptiveAvgPool2d(4);
        scores = Linear(16 * 4 * 4, classes);
        RegisterComponents();
    }

    /// <summary>From images [samples, 1, height, width] to one score (logit) per class [samples, classes].</summary>
    public override Tensor forward(Tensor images)
    {
        var x = max_pool2d(relu(norm1.call(conv1.call(images))), 2);
        x = max_pool2d(relu(norm2.call(conv2.call(x))), 2);
        return scores.call(pool.call(x).flatten(1));
    }
}
