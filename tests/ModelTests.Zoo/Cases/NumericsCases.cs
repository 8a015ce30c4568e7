using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Faults that show in the numbers only: overflow, division by 0, initial values.</summary>
internal static class NumericsCases
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("NU01", "cross entropy as the logarithm of a softmax", style => new ClassifierFixture(style), style => new LogarithmFixture(style), ["(?i)^loss"]),
        .. Case("NU01b", "binary cross entropy as two logarithms of a sigmoid", style => new BinaryClassifierFixture(style), style => new TwoLogarithmsFixture(style), ["(?i)^loss"]),
        .. Case("NU03", "a constant feature is divided by its spread", style => new StandardizedFixture(style, smallest: 1e-6), style => new StandardizedFixture(style, smallest: 0),
            [@"(?i)\b(input|feature|batch|CreateData|TrainingBatches)\b"]),
        .. Case("NU03b", "rows of length 0 are divided by their length", style => new DirectionFixture(style, smallest: 1e-6), style => new DirectionFixture(style, smallest: 0),
            [@"^fc1\b", @"(?i)\b(fc1|input)\b"]),
        .. Case("NU05", "a square root whose gradient is no number where it is not used", style => new RegressorFixture(style),
            style => new RegressorFixture(style, style => new RootRegressor(style)), [@"^fc1\b", "(?i)sqrt|where"]),
        .. Case("NU07", "all weights begin at 0.1", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new ConstantClassifier(style)), [@"^fc[12]\b"]),
        .. Case("NU07b", "the last two layers begin at 0", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new SilentClassifier(style)), [@"^fc[23]\b"]),
        .. Case("NU09", "twelve layers with sigmoids", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new DeepClassifier(style)), [@"^layers\.[0-4]\b"]),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted) =>
        ZooCase.InBothStyles(id, title, Stage.Numerics, parent, mutant, accepted);

    private sealed class LogarithmFixture(CallStyle style) : ClassifierFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) =>
            -functional.softmax(output, 1).gather(1, target.unsqueeze(1)).log().mean();
    }

    /// <summary>Features with mean 0 and spread 1, computed from the data; the fourth is constant.</summary>
    /// <param name="style">How the model runs its layers.</param>
    /// <param name="smallest">Added to each spread.</param>
    private sealed class StandardizedFixture(CallStyle style, double smallest) : RegressorFixture(style)
    {
        public override ModelData CreateData()
        {
            var (features, targets) = Draw();
            features[.., 3] = 1;
            return ModelData.From((features - features.mean([0])) / (features.std(0) + smallest), targets);
        }
    }

    private sealed class TwoLogarithmsFixture(CallStyle style) : BinaryClassifierFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target)
        {
            var probability = output.sigmoid();
            return -((target * probability.log()) + ((1 - target) * (1 - probability).log())).mean();
        }
    }

    /// <summary>Some samples of the data are 0 throughout, as unknown words are.</summary>
    private sealed class DirectionFixture(CallStyle style, double smallest) : RegressorFixture(style, style => new DirectionRegressor(style, smallest))
    {
        public override ModelData CreateData()
        {
            var (features, _) = Draw();
            features[5] = 0;
            return ModelData.From(features, Targets(features));
        }
    }

    private sealed class DirectionRegressor(CallStyle style, double smallest) : Regressor(style)
    {
        protected override Tensor Prepare(Tensor input) => input / input.norm(1, keepdim: true).clamp_min(smallest);
    }

    private sealed class RootRegressor(CallStyle style) : Regressor(style)
    {
        protected override Tensor First(Tensor input)
        {
            var hidden = style.Run(fc1, input);
            return where(hidden > 0, hidden.sqrt(), zeros_like(hidden));
        }
    }

    private sealed class ConstantClassifier : Classifier
    {
        public ConstantClassifier(CallStyle style)
            : base(style)
        {
            foreach (var layer in new[] { fc1, fc2, fc3 })
            {
                init.constant_(layer.weight, 0.1);
                init.zeros_(layer.bias!);
            }
        }
    }

    private sealed class SilentClassifier : Classifier
    {
        public SilentClassifier(CallStyle style)
            : base(style)
        {
            foreach (var layer in new[] { fc2, fc3 })
            {
                init.zeros_(layer.weight);
                init.zeros_(layer.bias!);
            }
        }
    }

    private sealed class DeepClassifier : Module<Tensor, Tensor>
    {
        private const int Depth = 12;

        private readonly CallStyle style;
        private readonly ModuleList<Linear> layers;
        private readonly Linear head = Linear(Classifier.Hidden, Classifier.Classes);

        public DeepClassifier(CallStyle style)
            : base(nameof(DeepClassifier))
        {
            this.style = style;
            layers = new ModuleList<Linear>([.. Enumerable.Range(0, Depth).Select(i => Linear(i == 0 ? Classifier.Features : Classifier.Hidden, Classifier.Hidden))]);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            foreach (var layer in layers)
                input = sigmoid(style.Run(layer, input));
            return style.Run(head, input);
        }
    }
}
