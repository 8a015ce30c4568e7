using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>Models that mix the samples of a batch, each in another place.</summary>
internal static class MixedSamples
{
    /// <summary>A convolutional classifier of images [N, 3, 6, 6], whose <see cref="Flat"/> the faults break.</summary>
    internal class Convolutional : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv = Conv2d(3, 4, 3, padding: 1);
        private readonly BatchNorm2d norm = BatchNorm2d(4);
        private readonly Linear fc = Linear(4 * 36, 4);

        public Convolutional()
            : base(nameof(Convolutional)) => RegisterComponents();

        public override Tensor forward(Tensor images) => fc.call(Flat(functional.relu(norm.call(conv.call(images)))));

        protected virtual Tensor Flat(Tensor features) => features.flatten(1);
    }

    internal sealed class ViewAfterTranspose : Convolutional
    {
        protected override Tensor Flat(Tensor features) => features.transpose(0, 1).contiguous().view(features.shape[0], -1);
    }

    /// <summary>As <see cref="ViewAfterTranspose"/>, on layers that no hook sees.</summary>
    internal sealed class ViewAfterTransposeByForward : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv = Conv2d(3, 4, 3, padding: 1);
        private readonly Linear fc = Linear(4 * 36, 4);

        public ViewAfterTransposeByForward()
            : base(nameof(ViewAfterTransposeByForward)) => RegisterComponents();

        public override Tensor forward(Tensor images)
        {
            var features = functional.relu(conv.forward(images));
            return fc.forward(features.transpose(0, 1).contiguous().view(features.shape[0], -1));
        }
    }

    internal sealed class BatchStatistics : Classifier
    {
        protected override Tensor Hidden(Tensor input)
        {
            var hidden = base.Hidden(input);
            return (hidden - hidden.mean([0])) / (hidden.std(0) + 1e-5);
        }
    }

    internal sealed class SoftmaxModuleOverBatch : Classifier
    {
        private readonly Softmax weights = Softmax(0);

        public override Tensor forward(Tensor input) => weights.call(base.forward(input));
    }

    internal sealed class SoftmaxModuleOverBatchByForward : Classifier
    {
        private readonly Softmax weights = Softmax(0);

        public override Tensor forward(Tensor input) =>
            weights.forward(Third.forward(functional.relu(Second.forward(functional.relu(First.forward(input))))));
    }

    internal sealed class AttentionOverBatch : Classifier
    {
        private readonly MultiheadAttention attention = MultiheadAttention(32, 4);

        protected override Tensor Hidden(Tensor input)
        {
            // [N, 32] as a sequence of N steps: the layer takes [time, batch, width].
            var hidden = base.Hidden(input).unsqueeze(1);
            return attention.call(hidden, hidden, hidden, null!, false, null!).Item1.squeeze(1);
        }
    }

    internal sealed class Squeezed : Classifier
    {
        public override Tensor forward(Tensor input) => base.forward(input).squeeze();
    }

    internal sealed class MeanOfTheBatch : Classifier
    {
        protected override Tensor Hidden(Tensor input) => base.Hidden(input) - base.Hidden(input).mean([0]);
    }

    internal sealed class DropoutInEvaluation : Classifier
    {
        protected override Tensor Hidden(Tensor input) => functional.dropout(base.Hidden(input), 0.3, training: true);
    }

    /// <summary>Draws noise for those samples only whose first feature is positive.</summary>
    internal sealed class NoiseByContent : Classifier
    {
        protected override Tensor Hidden(Tensor input)
        {
            var hidden = base.Hidden(input);
            var chosen = (input.select(1, 0) > 0).nonzero().squeeze(1);
            return hidden.index_add(0, chosen, randn(chosen.shape[0], 32), 0.1);
        }
    }

    internal sealed class CountsItsCalls : Classifier
    {
        private int calls;

        protected override Tensor Hidden(Tensor input) => base.Hidden(input) * ++calls;
    }

    /// <summary>Similarities of all pairs [N, N]: an element belongs to two samples on purpose.</summary>
    internal sealed class AllPairs : Classifier
    {
        public override Tensor forward(Tensor input)
        {
            var embedded = functional.normalize(base.forward(input));
            return embedded.matmul(embedded.t());
        }
    }

    /// <summary>A recurrent layer over [T, N, 3], whose samples lie along dimension 1.</summary>
    internal sealed class TimeFirst : Module<Tensor, Tensor>
    {
        private readonly LSTM recurrent = LSTM(3, 8);
        private readonly Linear head = Linear(8, 2);

        public TimeFirst()
            : base(nameof(TimeFirst)) => RegisterComponents();

        public override Tensor forward(Tensor sequences) => head.call(recurrent.call(sequences).Item1);
    }

    /// <summary>A model around images [N, 3, 6, 6].</summary>
    internal class OnImages(Func<Module<Tensor, Tensor>> model) : ModelRecipes<Module<Tensor, Tensor>>
    {
        public override Module<Tensor, Tensor> CreateModel() => model();

        public override ModelData CreateData()
        {
            var classes = arange(32).remainder(4);
            return ModelData.From(randn(32, 3, 6, 6) + classes.view(32, 1, 1, 1), classes);
        }
    }

    internal sealed class OnTimeFirst : ModelRecipes<Module<Tensor, Tensor>>
    {
        public override Module<Tensor, Tensor> CreateModel() => new TimeFirst();

        public override ModelData CreateData() =>
            ModelData.From([new Batch(randn(6, 16, 3), randn(16, 2)) { InputBatchDimension = 1 }]);

        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output[-1], target);
    }

    internal sealed class PairsFixture : ModelRecipes<Module<Tensor, Tensor>>
    {
        public override Module<Tensor, Tensor> CreateModel() => new AllPairs();

        public override ModelData CreateData() => ModelData.From([new Batch([randn(16, 10)], [])]);

        public override Tensor Loss(ModelOutput output, Batch batch) =>
            functional.cross_entropy(output.Tensor * 10, arange(batch.Size));
    }

    internal sealed class NotSeparable : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new MeanOfTheBatch();

        public override ModelData CreateData() => ModelData.From([new Batch(randn(16, 10), randint(0, 4, 16)) { Separable = false }]);
    }
}
