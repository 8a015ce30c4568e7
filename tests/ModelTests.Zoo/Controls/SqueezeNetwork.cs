using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Channels are weighted by a gate computed from their means (Hu et al. 2018, "Squeeze-and-Excitation Networks").</summary>
internal sealed class SqueezeNetwork : ImageClassifier
{
    private readonly Linear squeeze = Linear(8, 4);
    private readonly Linear excite = Linear(4, 8);

    public SqueezeNetwork(CallStyle style)
        : base(style)
    {
    }

    protected override Tensor Second(Tensor features)
    {
        var states = base.Second(features);
        var gate = sigmoid(style.Run(excite, functional.relu(style.Run(squeeze, states.mean([2, 3])))));
        return states * gate.unsqueeze(2).unsqueeze(3);
    }
}
