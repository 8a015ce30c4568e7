using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ModelTests.Guides.GettingStarted;

/// <summary>The network of the first page with a layer that forward does not use.</summary>
internal static class MiddleLeftOut
{
    internal sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(10, 32);
#pragma warning disable IDE0052 // that it is not read is the fault
        private readonly Linear middle = Linear(32, 32);
#pragma warning restore IDE0052
        private readonly Linear last = Linear(32, 4);

        public Net()
            : base(nameof(Net)) => RegisterComponents();

        #region forward
        public override Tensor forward(Tensor input) => last.call(relu(first.call(input)));
        #endregion
    }

    [OverfitsSingleBatch]
    [WeightsUpdate]
    [NoNonFinite]
    internal sealed class NetTests : ModelFixture<Net>
    {
        public override Net CreateModel() => new();

        public override ModelData CreateData() => Synthetic.GaussianClasses(features: 10, classes: 4);
    }
}
