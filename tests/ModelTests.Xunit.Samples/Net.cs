using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Samples;

/// <summary>A small classifier; told to, it has a layer that forward does not use.</summary>
public sealed class Net : Module<Tensor, Tensor>
{
    private readonly Linear first = Linear(6, 32);
    private readonly Linear last = Linear(32, 3);

    public Net(bool unconnected = false)
        : base(nameof(Net))
    {
        RegisterComponents();
        if (unconnected)
            register_module("side", Linear(6, 3));
    }

    public override Tensor forward(Tensor input) => last.call(functional.relu(first.call(input)));
}
