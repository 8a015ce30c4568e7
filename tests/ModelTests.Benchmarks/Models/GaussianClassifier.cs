using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Benchmarks;

/// <summary>A small perceptron, 2-64-64-2: a step is so short that whatever is done beside it shows.</summary>
public sealed class GaussianClassifier : Module<Tensor, Tensor>
{
    private readonly Linear first = Linear(ReferenceData.Features, 64);
    private readonly Linear second = Linear(64, 64);
    private readonly Linear head = Linear(64, ReferenceData.GaussianClasses);

    public GaussianClassifier()
        : base(nameof(GaussianClassifier)) => RegisterComponents();

    public override Tensor forward(Tensor features) =>
        head.call(functional.relu(second.call(functional.relu(first.call(features)))));
}
