using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Further faults that show in the numbers only.</summary>
internal static class NumericsVariants
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("NU02", "the logarithm of target probabilities of 0", style => new DivergenceFixture(style, smallest: 1e-8), style => new DivergenceFixture(style, smallest: 0), ["(?i)^loss"]),
        .. Case("NU04", "the mean over no tokens", style => new SomeEmptyFixture(style, smallest: 1), style => new SomeEmptyFixture(style, smallest: 0),
            [@"^(down|head)\b", @"(?i)\b(pool|head|input)\b"]),
        .. Case("NU06", "a softmax by hand that overflows", style => new ClassifierFixture(style), style => new OverflowingFixture(style), ["(?i)^loss"]),
        .. Case("NU06b", "an exponential of what grows", style => new RegressorFixture(style), style => new RegressorFixture(style, style => new ExponentialRegressor(style)), [@"^fc[12]\b"]),
        .. Case("NU08", "biases of -10 before ReLUs", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new BiasedClassifier(style)), [@"^fc[12]\b"]),
        .. Case("NU10", "the first weights are a hundred times as large", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new LoudClassifier(style)), [@"^fc[123]\b"]),
        .. Case("NU10b", "weights with a standard deviation of 1 and a tanh", style => new ClassifierFixture(style, style => new SaturatedClassifier(style, gain: 0.2)),
            style => new ClassifierFixture(style, style => new SaturatedClassifier(style, gain: 10)), [@"^fc[123]\b"]),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted) =>
        ZooCase.InBothStyles(id, title, Stage.Numerics, parent, mutant, accepted);

    /// <summary>The divergence of the outputs' distribution from the targets', which are one class for certain.</summary>
    private sealed class DivergenceFixture(CallStyle style, double smallest) : ClassifierFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target)
        {
            var expected = functional.one_hot(target, Classifier.Classes).to(float32);
            return (expected * ((expected + smallest).log() - functional.log_softmax(output, 1))).sum(1).mean();
        }
    }

    /// <summary>One sequence of the data has no token.</summary>
    private sealed class SomeEmptyFixture(CallStyle style, double smallest) : SequenceEncoderFixture(style, style => new MeanEncoder(style, smallest))
    {
        public override ModelData CreateData()
        {
            var (tokens, labels) = Draw();
            tokens[9] = SequenceEncoder.Padding;
            return ModelData.From(tokens, labels);
        }
    }

    private sealed class MeanEncoder(CallStyle style, double smallest) : SequenceEncoder(style)
    {
        protected override Tensor Pool(Tensor states, Tensor padding)
        {
            var present = padding.logical_not().unsqueeze(2).to(states.dtype);
            return (states * present).sum(1) / present.sum(1).clamp_min(smallest);
        }
    }

    private sealed class OverflowingFixture(CallStyle style) : ClassifierFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) =>
            (output.exp().sum(1).log() - output.gather(1, target.unsqueeze(1)).squeeze(1)).mean();
    }

    private sealed class ExponentialRegressor(CallStyle style) : Regressor(style)
    {
        protected override Tensor First(Tensor input) => (style.Run(fc1, input) * 40).exp();
    }

    private sealed class BiasedClassifier : Classifier
    {
        public BiasedClassifier(CallStyle style)
            : base(style)
        {
            init.constant_(fc1.bias!, -10);
            init.constant_(fc2.bias!, -10);
        }
    }

    private sealed class LoudClassifier : Classifier
    {
        public LoudClassifier(CallStyle style)
            : base(style)
        {
            using var untracked = no_grad();
            fc1.weight.mul_(100);
            fc2.weight.mul_(100);
        }
    }

    private sealed class SaturatedClassifier : Classifier
    {
        public SaturatedClassifier(CallStyle style, double gain)
            : base(style)
        {
            init.normal_(fc1.weight, std: gain);
            init.normal_(fc2.weight, std: gain);
        }

        protected override Tensor First(Tensor input) => style.Run(fc1, input).tanh();

        protected override Tensor Second(Tensor hidden) => style.Run(fc2, hidden).tanh();
    }
}
