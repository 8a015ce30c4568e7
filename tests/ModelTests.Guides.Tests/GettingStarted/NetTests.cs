using ModelTests;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace MyModel.Tests;

public sealed class Net : Module<Tensor, Tensor>
{
    private readonly Linear first = Linear(10, 32);
    private readonly Linear middle = Linear(32, 32);
    private readonly Linear last = Linear(32, 4);

    public Net()
        : base(nameof(Net)) => RegisterComponents();

    public override Tensor forward(Tensor input) => last.call(relu(middle.call(relu(first.call(input)))));
}

[OverfitsSingleBatch]
[WeightsUpdate]
[NoNonFinite]
public class NetTests : ModelFixture<Net>
{
    public override Net CreateModel() => new();

    public override ModelData CreateData() => Synthetic.GaussianClasses(features: 10, classes: 4);
}
