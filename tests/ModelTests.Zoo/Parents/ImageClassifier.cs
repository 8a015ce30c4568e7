using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>R3, two blocks of convolution, batch normalisation and ReLU: images [N, 3, 8, 8] in [0, 1] into the logits [N, 4] of four classes.</summary>
internal class ImageClassifier : Module<Tensor, Tensor>
{
    public const int Channels = 3;
    public const int Size = 8;
    public const int Classes = 4;

    protected readonly CallStyle style;
    protected readonly Conv2d conv1 = Conv2d(Channels, 8, 3, padding: 1);
    protected readonly BatchNorm2d norm1 = BatchNorm2d(8);
    protected readonly Conv2d conv2 = Conv2d(8, 8, 3, padding: 1);
    protected readonly BatchNorm2d norm2 = BatchNorm2d(8);
    protected readonly MaxPool2d pool = MaxPool2d(2);
    protected readonly Linear fc = Linear(8 * 4 * 4, Classes);

    public ImageClassifier(CallStyle style)
        : base(nameof(ImageClassifier))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor images) => Output(Flatten(Second(First(images))));

    /// <summary>[N, 3, 8, 8] into [N, 8, 4, 4].</summary>
    protected virtual Tensor First(Tensor images) =>
        style.Run(pool, functional.relu(style.Run(norm1, style.Run(conv1, images))));

    /// <summary>[N, 8, 4, 4] into [N, 8, 4, 4].</summary>
    protected virtual Tensor Second(Tensor features) => functional.relu(style.Run(norm2, style.Run(conv2, features)));

    /// <summary>[N, 8, 4, 4] into [N, 128].</summary>
    protected virtual Tensor Flatten(Tensor features) => features.flatten(1);

    /// <summary>[N, 128] into [N, 4].</summary>
    protected virtual Tensor Output(Tensor features) => style.Run(fc, features);
}

/// <summary>Photographs of a coloured bar: its colour and place are the class. Stored as bytes, channels last, as image files are.</summary>
/// <param name="style">How the model runs its layers.</param>
/// <param name="create">Makes the model; the healthy one unless given.</param>
internal class ImageClassifierFixture(CallStyle style = CallStyle.Call, Func<CallStyle, Module<Tensor, Tensor>>? create = null) : ModelRecipes<Module<Tensor, Tensor>>
{
    protected const int Samples = 64;
    protected const int Validation = 32;

    public override Module<Tensor, Tensor> CreateModel() => create is null ? new ImageClassifier(style) : create(style);

    public override ModelData CreateData()
    {
        var (bytes, labels) = Draw(Samples + Validation);
        return HeldOut.From(Prepare(bytes), labels, Samples, batchSize: 16);
    }

    public override ModelData? CreateDataFrom(Tensor samples, Tensor labels) => ModelData.From(Prepare(samples), labels, batchSize: 16);

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target);

    public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam(model.parameters(), lr: 0.003);

    /// <summary>Bytes [N, 8, 8, 3] into the model's images [N, 3, 8, 8] in [0, 1].</summary>
    protected virtual Tensor Prepare(Tensor bytes) => bytes.permute(0, 3, 1, 2).to(float32) / 255;

    /// <summary>Images of bytes [N, 8, 8, 3], and their classes [N]: red or blue, in the upper or the lower half.</summary>
    protected static (Tensor Bytes, Tensor Labels) Draw(int samples = Samples)
    {
        var labels = arange(samples).remainder(ImageClassifier.Classes);
        var images = 70 + (randn(samples, ImageClassifier.Size, ImageClassifier.Size, ImageClassifier.Channels) * 20);
        for (var i = 0; i < samples; i++)
        {
            var (channel, half) = (i % 2 * 2, i / 2 % 2);
            images[i].narrow(0, (half * 4) + (i / 4 % 3), 2).select(2, channel).add_(120);
        }
        return (images.round().clamp(0, 255).to(uint8), labels);
    }
}
