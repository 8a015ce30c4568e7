using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ModelTests.Guides.FineTunedModel;

/// <summary>What somebody else has trained: images [N, 1, 8, 8] into 256 features.</summary>
public sealed class Backbone : Module<Tensor, Tensor>
{
    public const int Features = 16 * 4 * 4;

    private readonly Conv2d convolution = Conv2d(1, 16, 3, padding: 1);
    private readonly BatchNorm2d norm = BatchNorm2d(16);

    public Backbone()
        : base(nameof(Backbone)) => RegisterComponents();

    public override Tensor forward(Tensor images) => max_pool2d(relu(norm.call(convolution.call(images))), 2).flatten(1);
}
