using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Benchmarks.Checks;

/// <summary>Ten checks that do nothing.</summary>
[Nothing(0)]
[Nothing(1)]
[Nothing(2)]
[Nothing(3)]
[Nothing(4)]
[Nothing(5)]
[Nothing(6)]
[Nothing(7)]
[Nothing(8)]
[Nothing(9)]
public abstract class TenChecks : ModelFixture<Module<Tensor, Tensor>>
{
    /// <inheritdoc/>
    public override Module<Tensor, Tensor> CreateModel() => Linear(2, 2);

    /// <inheritdoc/>
    public override ModelData CreateData() => Synthetic.GaussianClasses(features: 2, classes: 2);
}
