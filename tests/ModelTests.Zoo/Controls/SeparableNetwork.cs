using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Inverted residuals: a wide layer, a convolution per channel, and a narrow layer without activation (Sandler et al. 2018, "MobileNetV2").</summary>
internal sealed class SeparableNetwork : Module<Tensor, Tensor>
{
    private readonly CallStyle style;
    private readonly Conv2d stem = Conv2d(ImageClassifier.Channels, 8, 3, padding: 1, bias: false);
    private readonly BatchNorm2d norm0 = BatchNorm2d(8);
    private readonly Conv2d wide = Conv2d(8, 16, 1, bias: false);
    private readonly BatchNorm2d norm1 = BatchNorm2d(16);
    private readonly Conv2d depthwise = Conv2d(16, 16, 3, padding: 1, groups: 16, bias: false);
    private readonly BatchNorm2d norm2 = BatchNorm2d(16);
    private readonly Conv2d narrow = Conv2d(16, 8, 1, bias: false);
    private readonly BatchNorm2d norm3 = BatchNorm2d(8);
    private readonly Linear head = Linear(8 * 4 * 4, ImageClassifier.Classes);

    public SeparableNetwork(CallStyle style)
        : base(nameof(SeparableNetwork))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor images)
    {
        var features = functional.max_pool2d(functional.relu6(style.Run(norm0, style.Run(stem, images))), 2);
        var branch = functional.relu6(style.Run(norm1, style.Run(wide, features)));
        branch = functional.relu6(style.Run(norm2, style.Run(depthwise, branch)));
        return style.Run(head, (features + style.Run(norm3, style.Run(narrow, branch))).flatten(1));
    }
}

/// <summary>A convolution per channel and one across them, with nothing between.</summary>
internal sealed class PlainSeparableNetwork : Module<Tensor, Tensor>
{
    private readonly CallStyle style;
    private readonly Conv2d stem = Conv2d(ImageClassifier.Channels, 8, 3, padding: 1);
    private readonly Conv2d depthwise = Conv2d(8, 8, 3, padding: 1, groups: 8);
    private readonly Conv2d pointwise = Conv2d(8, 16, 1);
    private readonly Linear head = Linear(16 * 4 * 4, ImageClassifier.Classes);

    public PlainSeparableNetwork(CallStyle style)
        : base(nameof(PlainSeparableNetwork))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor images)
    {
        var features = functional.relu(style.Run(stem, images));
        features = functional.relu(style.Run(pointwise, style.Run(depthwise, features)));
        return style.Run(head, functional.max_pool2d(features, 2).flatten(1));
    }
}
