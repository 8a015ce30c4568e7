using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>The healthy classifier with one fault each, in the model.</summary>
internal static class FaultyClassifiers
{
    internal sealed class UnconnectedLayer : Classifier
    {
        // Initialised before the base constructor runs, which registers it.
        private readonly Linear side = Linear(32, 4);

        public override string ToString() => $"{nameof(UnconnectedLayer)} with {side}";
    }

    internal sealed class DetachedHidden : Classifier
    {
        public override Tensor forward(Tensor input) => Third.call(Hidden(input).detach());
    }

    internal sealed class ZeroedInput : Classifier
    {
        public override Tensor forward(Tensor input) => base.forward(input * 0);
    }

    internal sealed class SoftmaxOutput : Classifier
    {
        public override Tensor forward(Tensor input) => functional.softmax(base.forward(input), 1);
    }

    internal sealed class SoftmaxOverBatch : Classifier
    {
        public override Tensor forward(Tensor input) => functional.softmax(base.forward(input), 0);
    }

    internal sealed class DropsEverything : Classifier
    {
        protected override Tensor Hidden(Tensor input) => functional.dropout(base.Hidden(input), 1, training);
    }

    internal sealed class EqualWeights : Classifier
    {
        public EqualWeights()
        {
            foreach (var parameter in parameters())
                init.constant_(parameter, 0.1);
        }
    }

    internal sealed class ZeroVarianceFeature : Classifier
    {
        public override Tensor forward(Tensor input)
        {
            var constant = input * tensor(new float[] { 1, 1, 1, 0, 1, 1, 1, 1, 1, 1 });
            return base.forward((constant - constant.mean([0])) / constant.std(0));
        }
    }

    internal sealed class RootOfSigned : Classifier
    {
        protected override Tensor Hidden(Tensor input)
        {
            var first = First.call(input);
            return functional.relu(Second.call(where(first > 0, first.sqrt(), zeros_like(first))));
        }
    }

    internal sealed class LogarithmOfActivation : Classifier
    {
        protected override Tensor Hidden(Tensor input) => functional.relu(Second.call(functional.relu(First.call(input)).log()));
    }

    internal sealed class ExplodingLayer : Classifier
    {
        protected override Tensor Hidden(Tensor input) => Second.call((First.call(input) * 200).exp());
    }
}
