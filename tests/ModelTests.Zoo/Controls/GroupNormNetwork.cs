using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>A convolution with normalisation by groups of channels, and one with normalisation by channel, without parameters.</summary>
internal sealed class GroupNormNetwork : Module<Tensor, Tensor>
{
    private readonly CallStyle style;
    private readonly Conv2d conv1 = Conv2d(ImageClassifier.Channels, 8, 3, padding: 1);
    private readonly GroupNorm norm1 = GroupNorm(4, 8);
    private readonly Conv2d conv2 = Conv2d(8, 8, 3, padding: 1);
    private readonly InstanceNorm2d norm2 = InstanceNorm2d(8);
    private readonly Linear head = Linear(8 * 4 * 4, ImageClassifier.Classes);

    public GroupNormNetwork(CallStyle style)
        : base(nameof(GroupNormNetwork))
    {
        this.style = style;
        // TorchSharp 0.107 leaves these values as it finds them in memory.
        init.ones_(norm1.weight!);
        init.zeros_(norm1.bias!);
        RegisterComponents();
    }

    public override Tensor forward(Tensor images)
    {
        var features = functional.max_pool2d(functional.relu(style.Run(norm1, style.Run(conv1, images))), 2);
        return style.Run(head, functional.relu(style.Run(norm2, style.Run(conv2, features))).flatten(1));
    }
}
