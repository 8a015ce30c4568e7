using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>Fixtures whose reports are looked at.</summary>
internal static class ReportedFixtures
{
    [OverfitsSingleBatch]
    [NoNonFinite]
    internal sealed class Healthy : ClassifierFixture;

    [WeightsUpdate]
    [OverfitsSingleBatch(Skip = "takes too long here")]
    [GradientsReachEveryParameter]
    internal sealed class Unconnected : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new FaultyClassifiers.UnconnectedLayer();
    }

    [WeightsUpdate]
    internal sealed class Throwing : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new ThrowsInForward();

        private sealed class ThrowsInForward : Classifier
        {
            protected override Tensor Hidden(Tensor input) => throw new InvalidOperationException("not written yet");
        }
    }

    [WeightsUpdate]
    internal sealed class WithoutModel : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => throw new InvalidOperationException("no weights here");
    }

    [NoNonFinite]
    internal sealed class NotANumber : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new FaultyClassifiers.LogarithmOfActivation();
    }

    [SamplesIndependent]
    internal sealed class MixedBatch : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new FaultyClassifiers.SoftmaxOverBatch();
    }

    [InputMatters]
    internal sealed class Many : ClassifierFixture
    {
        private const int Layers = 200;

        public override Module<Tensor, Tensor> CreateModel() => new Deep(byCall: false);

        public override ModelData CreateData() => ModelData.From(rand(8, 3, 200, 300), arange(8).remainder(4));

        public sealed class Deep : Module<Tensor, Tensor>
        {
            private readonly TorchSharp.Modules.ModuleList<Module<Tensor, Tensor>> layers = ModuleList([.. Enumerable.Range(0, Layers).Select(_ => (Module<Tensor, Tensor>)Linear(3, 3))]);
            private readonly TorchSharp.Modules.Linear head = Linear(3, 4);
            private readonly bool byCall;

            public Deep(bool byCall)
                : base(nameof(Deep))
            {
                this.byCall = byCall;
                RegisterComponents();
            }

            public override Tensor forward(Tensor input) =>
                head.call(layers.Aggregate(input.mean([2, 3]), (x, layer) => x + functional.tanh(byCall ? layer.call(x) : layer.forward(x))));
        }
    }

    /// <summary>Layers that are run by forward(), so that hooks see none of them.</summary>
    [NoNonFinite]
    internal sealed class ByForward : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new Forwarded();

        private sealed class Forwarded : Classifier
        {
            public override Tensor forward(Tensor input) => Third.forward(functional.relu(Second.forward(functional.relu(First.forward(input)))));
        }
    }
}
