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
        .. Case("LS01", "prediction [N, 1] and target [N] broadcast", style => new RegressorFixture(style), style => new Broadcasts(style),
            [Loss]),
        .. Case("LS03", "softmax before cross entropy", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new EndsInSoftmax(style, dimension: 1)),
            ["^sm$", Loss]),
        .. Case("LS05", "the error with the wrong sign", style => new RegressorFixture(style), style => new WrongSign(style),
            [Loss]),
        .. Case("LS07", "softmax over the samples", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new EndsInSoftmax(style, dimension: 0)),
            ["^sm$"]),
        .. Case("LS09", "padding counts in the loss", style => new TranslatorFixture(style), style => new CountsPadding(style),
            [Loss, "padding"], PaddingIsKnown),
        .. Case("LS11", "the sum of the errors with a learning rate for their mean", style => new GradientDescent(style, Reduction.Mean), style => new GradientDescent(style, Reduction.Sum),
            [Loss, "^learning rate"]),
    ];

    /// <summary>Declared on parent and mutant alike.</summary>
    internal static IEnumerable<CheckAttribute> PaddingIsKnown => Contract.Named("LossIsSane", new Dictionary<string, object> { ["PaddingToken"] = (long)Translator.Padding });

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted, IEnumerable<CheckAttribute>? declared = null) =>
        ZooCase.InBothStyles(id, title, Stage.Loss, parent, mutant, accepted, declared);

    private sealed class Broadcasts(CallStyle style) : RegressorFixture(style)
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

    private sealed class WrongSign(CallStyle style) : RegressorFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) => -(output - target).square().mean();
    }

    private sealed class CountsPadding(CallStyle style) : TranslatorFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output.flatten(0, 1), target.flatten());
    }

    private sealed class GradientDescent(CallStyle style, Reduction reduction) : RegressorFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, target, reduction: reduction);

        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => SGD(model.parameters(), learningRate: 0.1);
    }
}
