using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ModelTests.Guides.ModelDoesNotLearn;

/// <summary>Four measurements of a flower into the scores of three species.</summary>
public class IrisNet : Module<Tensor, Tensor>
{
    protected readonly Linear first = Linear(4, 32);
    protected readonly Linear second = Linear(32, 32);
    protected readonly Linear scores = Linear(32, 3);

    public IrisNet()
        : base(nameof(IrisNet)) => RegisterComponents();

    public override Tensor forward(Tensor flowers) => scores.call(relu(second.call(relu(first.call(flowers)))));
}
