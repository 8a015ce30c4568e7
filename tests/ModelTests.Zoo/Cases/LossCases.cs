using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Faults in the loss.</summary>
internal static class LossCases
{
    private const string Loss = "^Loss";

    public static IReadOnlyList<ZooCase> All { get; } =
    [
        new("LS01", "prediction [N, 1] and target [N] broadcast", Stage.Loss, () => new RegressorFixture(), () => new Broadcasts())
        {
            AcceptedLocations = [Loss],
        },
        new("LS03", "softmax before cross entropy", Stage.Loss, () => new ClassifierFixture(), () => new ClassifierFixture(create: style => new EndsInSoftmax(style, dimension: 1)))
        {
            AcceptedLocations = ["^sm$", Loss],
        },
        new("LS05", "the error with the wrong sign", Stage.Loss, () => new RegressorFixture(), () => new WrongSign())
        {
            AcceptedLocations = [Loss],
        },
        new("LS07", "softmax over the samples", Stage.Loss, () => new ClassifierFixture(), () => new ClassifierFixture(create: style => new EndsInSoftmax(style, dimension: 0)))
        {
            AcceptedLocations = ["^sm$"],
        },
        new("LS09", "padding counts in the loss", Stage.Loss, () => new TranslatorFixture(), () => new CountsPadding())
        {
            AcceptedLocations = [Loss, "padding"],
        },
        new("LS11", "the sum of the errors with a learning rate for their mean", Stage.Loss, () => new GradientDescent(Reduction.Mean), () => new GradientDescent(Reduction.Sum))
        {
            AcceptedLocations = [Loss, "^learning rate"],
        },
    ];

    private sealed class Broadcasts : RegressorFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, target.squeeze(1));
    }

    private sealed class EndsInSoftmax : Classifier
    {
        private readonly Softmax sm;

        public EndsInSoftmax(CallStyle style, int dimension)
            : base(style)
        {
            sm = Softmax(dimension);
            register_module(nameof(sm), sm);
        }

        protected override Tensor Output(Tensor hidden) => style.Run(sm, base.Output(hidden));
    }

    private sealed class WrongSign : RegressorFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => -(output - target).square().mean();
    }

    private sealed class CountsPadding : TranslatorFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output.flatten(0, 1), target.flatten());
    }

    private sealed class GradientDescent(Reduction reduction) : RegressorFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, target, reduction: reduction);

        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => SGD(model.parameters(), learningRate: 0.1);
    }
}
