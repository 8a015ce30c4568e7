using ModelTests.Models;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Further faults in the loss and in metrics.</summary>
internal static class LossVariants
{
    private const string Loss = "^Loss";

    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Values("LS01b", "the root of an error that broadcasts", (output, target) => (output - target.squeeze(1)).square().mean().sqrt()),
        .. Values("LS01c", "an absolute error that broadcasts", (output, target) => functional.l1_loss(output, target.squeeze(1))),
        .. Classes("LS02", "a likelihood that is given logits", (output, target) => functional.nll_loss(output, target)),
        .. Classes("LS03b", "softmax before cross entropy, in the loss", (output, target) => functional.cross_entropy(functional.softmax(output, 1), target)),
        .. Answers("LS04", "sigmoid before binary cross entropy with logits, in the loss", (output, target) => functional.binary_cross_entropy_with_logits(output.sigmoid(), target)),
        .. Classes("LS05b", "the log-likelihood is minimised", (output, target) => -functional.cross_entropy(output, target)),
        .. Answers("LS05c", "the binary log-likelihood is minimised", (output, target) => -functional.binary_cross_entropy_with_logits(output, target)),
        .. Classes("LS06", "the loss is rebuilt from a number", (output, target) => tensor(functional.cross_entropy(output, target).ToDouble(), requires_grad: true)),
        .. Classes("LS07b", "softmax over the samples, in the loss", (output, target) => functional.nll_loss(functional.log_softmax(output, 0), target)),
        .. Case("LS08", "an error as a metric of which more is better", style => new MeasuredFixture(style, higherIsBetter: false), style => new MeasuredFixture(style, higherIsBetter: true), ["^Metrics"]),
        .. Case("LS09b", "labels that do not count are taken for the first class", style => new MaskedTokensFixture(style), style => new CountsIgnoredFixture(style), [Loss]),
        .. Case("LS11b", "the sum of the errors with momentum", style => new MomentumFixture(style, Reduction.Mean), style => new MomentumFixture(style, Reduction.Sum), [Loss, "^learning rate"]),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted) =>
        ZooCase.InBothStyles(id, title, Stage.Loss, parent, mutant, accepted);

    private static ZooCase[] Values(string id, string title, Func<Tensor, Tensor, Tensor> loss) =>
        Case(id, title, style => new RegressorFixture(style), style => new OfValues(style, loss), [Loss]);

    private static ZooCase[] Classes(string id, string title, Func<Tensor, Tensor, Tensor> loss) =>
        Case(id, title, style => new ClassifierFixture(style), style => new OfClasses(style, loss), [Loss]);

    private static ZooCase[] Answers(string id, string title, Func<Tensor, Tensor, Tensor> loss) =>
        Case(id, title, style => new BinaryClassifierFixture(style), style => new OfAnswers(style, loss), [Loss]);

    private sealed class OfValues(CallStyle style, Func<Tensor, Tensor, Tensor> loss) : RegressorFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) => loss(output, target);
    }

    private sealed class OfClasses(CallStyle style, Func<Tensor, Tensor, Tensor> loss) : ClassifierFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) => loss(output, target);
    }

    private sealed class OfAnswers(CallStyle style, Func<Tensor, Tensor, Tensor> loss) : BinaryClassifierFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) => loss(output, target);
    }

    private sealed class MeasuredFixture(CallStyle style, bool higherIsBetter) : RegressorFixture(style)
    {
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch) =>
            [new("mean absolute error", (output.Tensor - batch.Target).abs().mean().ToDouble(), higherIsBetter)];
    }

    private sealed class CountsIgnoredFixture(CallStyle style) : MaskedTokensFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) => base.Loss(output, target.clamp_min(0));
    }

    private sealed class MomentumFixture(CallStyle style, Reduction reduction) : RegressorFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, target, reduction: reduction);

        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => SGD(model.parameters(), learningRate: 0.05, momentum: 0.9);
    }
}
