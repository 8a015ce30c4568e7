using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Refactorings;

/// <summary>Changes after which the model is the same function of its parameters, drawn from the same distribution and trained in the same way.</summary>
internal static class HarmlessRefactorings
{
    public static IReadOnlyList<Variant> All { get; } =
    [
        new("layers renamed", () => new() { Model = () => new Renamed() }),
        new("blocks as Sequential in place of fields", () => new() { Model = () => new SeriesClassifier(() => new SequentialBlock()) }),
        new("last layer as one addmm in place of Linear", () => new() { Model = () => new Fused() }),
        new("layers registered in another order, the same draw", () => new() { Model = () => new RegisteredBackwards() }),
        new("layers made in another order, another draw", () => new() { Model = () => new MadeBackwards() }),
        new("each batch in two halves, gradients accumulated", () => new HalvedBatches()),
        new("functional activation in place of a module", () => new() { Model = () => new SeriesClassifier(() => new FunctionalActivation()) }),
        new("functional dropout in place of a module", () => new() { Model = () => new SeriesClassifier(() => new FunctionalDropout()) }),
        new("view in place of flatten", () => new() { Model = () => new Viewed() }),
        new("residual as f(x) + x in place of x + f(x)", () => new() { Model = () => new SeriesClassifier(() => new Swapped()) }),
        new("layer norm by hand", () => new() { Model = () => new SeriesClassifier(() => new NormalisedByHand()) }),
        new("log_softmax and nll_loss in place of cross_entropy", () => new() { Criterion = (output, target) => functional.nll_loss(functional.log_softmax(output, 1), target) }),
    ];

    private sealed class Renamed : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear entry = Linear(2 * SeriesData.Features, SeriesClassifier.Width);
        private readonly ResidualBlock first = new();
        private readonly ResidualBlock second = new();
        private readonly ResidualBlock third = new();
        private readonly Linear classifier = Linear(SeriesClassifier.Width, SeriesData.Classes);

        public Renamed()
            : base(nameof(Renamed)) => RegisterComponents();

        public override Tensor forward(Tensor series, Tensor lengths) =>
            classifier.call(third.call(second.call(first.call(entry.call(SeriesClassifier.Pool(series, SeriesClassifier.Mask(series, lengths)).flatten(1))))));
    }

    private sealed class SequentialBlock : Module<Tensor, Tensor>
    {
        private readonly Sequential branch = Sequential(Linear(SeriesClassifier.Width, SeriesClassifier.Width), ReLU(), Dropout(ResidualBlock.DropoutRate),
            Linear(SeriesClassifier.Width, SeriesClassifier.Width));

        private readonly LayerNorm norm = LayerNorm(SeriesClassifier.Width);

        public SequentialBlock()
            : base(nameof(SequentialBlock)) => RegisterComponents();

        public override Tensor forward(Tensor input) => norm.call(input + branch.call(input));
    }

    private sealed class Fused : SeriesClassifier
    {
        protected override Tensor Classify(Tensor hidden) => addmm(head.bias!, hidden, head.weight!.t(), 1, 1);
    }

    /// <summary>Made in the same order as the original; registered, and so given to the optimizer, in another one.</summary>
    private sealed class RegisteredBackwards : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear stem = Linear(2 * SeriesData.Features, SeriesClassifier.Width);
        private readonly ResidualBlock block1 = new();
        private readonly ResidualBlock block2 = new();
        private readonly ResidualBlock block3 = new();
        private readonly Linear head = Linear(SeriesClassifier.Width, SeriesData.Classes);

        public RegisteredBackwards()
            : base(nameof(RegisteredBackwards))
        {
            register_module(nameof(head), head);
            register_module(nameof(block3), block3);
            register_module(nameof(block2), block2);
            register_module(nameof(block1), block1);
            register_module(nameof(stem), stem);
        }

        public override Tensor forward(Tensor series, Tensor lengths) =>
            head.call(block3.call(block2.call(block1.call(stem.call(SeriesClassifier.Pool(series, SeriesClassifier.Mask(series, lengths)).flatten(1))))));
    }

    /// <summary>Fields are initialised in their order.</summary>
    private sealed class MadeBackwards : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear head = Linear(SeriesClassifier.Width, SeriesData.Classes);
        private readonly ResidualBlock block3 = new();
        private readonly ResidualBlock block2 = new();
        private readonly ResidualBlock block1 = new();
        private readonly Linear stem = Linear(2 * SeriesData.Features, SeriesClassifier.Width);

        public MadeBackwards()
            : base(nameof(MadeBackwards)) => RegisterComponents();

        public override Tensor forward(Tensor series, Tensor lengths) =>
            head.call(block3.call(block2.call(block1.call(stem.call(SeriesClassifier.Pool(series, SeriesClassifier.Mask(series, lengths)).flatten(1))))));
    }

    private sealed class HalvedBatches : SeriesFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor, Tensor>> training, Batch batch)
        {
            training.Model.train();
            training.Optimizer.zero_grad();
            var loss = zeros(1);
            foreach (var rows in arange(batch.Size).chunk(2))
            {
                var output = training.Model.call(batch.Inputs[0][rows], batch.Inputs[1][rows]);
                var half = Loss(output, batch.Target[rows]) * ((double)rows.shape[0] / batch.Size);
                half.backward();
                loss += half.detach();
            }
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class FunctionalActivation : ResidualBlock
    {
        protected override Tensor Activate(Tensor hidden) => functional.relu(hidden);
    }

    private sealed class FunctionalDropout : ResidualBlock
    {
        protected override Tensor Drop(Tensor hidden) => functional.dropout(hidden, DropoutRate, training);
    }

    private sealed class Viewed : SeriesClassifier
    {
        protected override Tensor Flatten(Tensor pooled) => pooled.view(-1, 2 * SeriesData.Features);
    }

    private sealed class Swapped : ResidualBlock
    {
        protected override Tensor Join(Tensor input, Tensor branch) => branch + input;
    }

    private sealed class NormalisedByHand : ResidualBlock
    {
        protected override Tensor Normalise(Tensor sum)
        {
            var centred = sum - sum.mean([-1L], keepdim: true);
            return (centred / (centred.square().mean([-1L], keepdim: true) + 1e-5).sqrt() * norm.weight!) + norm.bias!;
        }
    }
}
