using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Models;

/// <summary>A U-Net with two levels and skip connections: images [N, 1, 16, 16] into the logits [N, 2, 16, 16] of each pixel's class.</summary>
public abstract class UNet : Module<Tensor, Tensor>
{
    public const int Size = 16;
    public const int Classes = 2;

    protected readonly Conv2d encoder = Conv2d(1, 8, 3, padding: 1);
    protected readonly BatchNorm2d encoderNorm = BatchNorm2d(8);
    protected readonly Conv2d lowerEncoder = Conv2d(8, 16, 3, padding: 1);
    protected readonly BatchNorm2d lowerEncoderNorm = BatchNorm2d(16);
    protected readonly Conv2d bottleneck = Conv2d(16, 16, 3, padding: 1);
    protected readonly MaxPool2d down = MaxPool2d(2);
    protected readonly ConvTranspose2d lowerUp = ConvTranspose2d(16, 16, 2, stride: 2);
    protected readonly Conv2d lowerDecoder = Conv2d(16 + 16, 8, 3, padding: 1);
    protected readonly ConvTranspose2d up = ConvTranspose2d(8, 8, 2, stride: 2);
    protected readonly Conv2d decoder = Conv2d(8 + 8, 8, 3, padding: 1);
    protected readonly Conv2d head = Conv2d(8, Classes, 1);

    protected UNet()
        : base(nameof(UNet)) => RegisterComponents();
}

public sealed class UNetByCall : UNet
{
    public override Tensor forward(Tensor images)
    {
        var skip = functional.relu(encoderNorm.call(encoder.call(images)));
        var lowerSkip = functional.relu(lowerEncoderNorm.call(lowerEncoder.call(down.call(skip))));
        var deepest = functional.relu(bottleneck.call(down.call(lowerSkip)));
        var lower = functional.relu(lowerDecoder.call(cat([lowerUp.call(deepest), lowerSkip], 1)));
        return head.call(functional.relu(decoder.call(cat([up.call(lower), skip], 1))));
    }
}

public sealed class UNetByForward : UNet
{
    public override Tensor forward(Tensor images)
    {
        var skip = functional.relu(encoderNorm.forward(encoder.forward(images)));
        var lowerSkip = functional.relu(lowerEncoderNorm.forward(lowerEncoder.forward(down.forward(skip))));
        var deepest = functional.relu(bottleneck.forward(down.forward(lowerSkip)));
        var lower = functional.relu(lowerDecoder.forward(cat([lowerUp.forward(deepest), lowerSkip], 1)));
        return head.forward(functional.relu(decoder.forward(cat([up.forward(lower), skip], 1))));
    }
}

/// <summary>Noise with one brighter rectangle; its pixels are class 1.</summary>
public sealed class UNetFixture<TModel> : ModelRecipes<TModel>
    where TModel : UNet, new()
{
    public override TModel CreateModel() => new();

    public override ModelData CreateData()
    {
        var masks = zeros([32, UNet.Size, UNet.Size], int64);
        var corners = randint(0, 8, [32, 2]);
        var sizes = randint(3, 9, [32, 2]);
        for (var i = 0; i < 32; i++)
        {
            masks[i].narrow(0, corners[i, 0].item<long>(), sizes[i, 0].item<long>())
                .narrow(1, corners[i, 1].item<long>(), sizes[i, 1].item<long>()).fill_(1);
        }
        var images = masks.unsqueeze(1) + (randn(32, 1, UNet.Size, UNet.Size) * 0.4);
        return ModelData.From(images, masks, batchSize: 16);
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target);

    public override Optimizer CreateOptimizer(TModel model) => Adam(model.parameters(), lr: 0.01);
}
