using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Further faults that come from how TorchSharp registers, tracks and disposes.</summary>
internal static class TorchSharpVariants
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("TS02", "a layer is made in forward", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new MakesLayer(style)),
            [@"^fc2\b", "(?i)forward", @"\.cs:\d+"]),
        .. Case("TS04", "layers in a dictionary", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new LayersInDictionary(style)),
            [@"^heads\b"]),
        .. Case("TS06", "a parameter is replaced after it was registered", style => new ClassifierFixture(style, style => new ScaledClassifier(style, replaced: false)),
            style => new ClassifierFixture(style, style => new ScaledClassifier(style, replaced: true)), ["^scale$"]),
        .. Case("TS08", "the scale is read as a number", style => new ClassifierFixture(style, style => new ScaledByNumber(style, item: false)),
            style => new ClassifierFixture(style, style => new ScaledByNumber(style, item: true)), ["^scale$"]),
        .. Case("TS10", "no_grad() around the first layer", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new UntrackedClassifier(style)),
            [@"^fc1\b"]),
        .. Case("TS12", "forward disposes its input", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new DisposingClassifier(style)),
            ["(?i)forward", @"(?i)\binput\b", @"\.cs:\d+"]),
        .. Case("TS14", "positions divided as integers", style => new SequenceEncoderFixture(style, style => new RampedEncoder(style, whole: false)),
            style => new SequenceEncoderFixture(style, style => new RampedEncoder(style, whole: true)), [@"(?i)\border|position", @"^emb\b"],
            Contract.Named("InputMatters", new Dictionary<string, object> { ["OrderMatters"] = true })),
        .. Case("TS16", "the optimizer was built before the last layer was added", style => new LateHeadFixture(style, late: false), style => new LateHeadFixture(style, late: true),
            ["^optimizer", "^CreateTraining", @"^extra\b"]),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted, IEnumerable<CheckAttribute>? declared = null) =>
        ZooCase.InBothStyles(id, title, Stage.TorchSharp, parent, mutant, accepted, declared);

    private sealed class MakesLayer : Classifier
    {
        public MakesLayer(CallStyle style)
            : base(style)
        {
            // The layer that forward makes takes the place of the second.
            foreach (var parameter in fc2.parameters())
                parameter.requires_grad = false;
        }

        protected override Tensor Second(Tensor hidden) => functional.relu(style.Run(Linear(Hidden, Hidden), hidden));
    }

    private sealed class LayersInDictionary : Classifier
    {
        private readonly Dictionary<string, Linear> heads = new() { ["coarse"] = Linear(Hidden, Hidden), ["fine"] = Linear(Hidden, Hidden) };

        public LayersInDictionary(CallStyle style)
            : base(style)
        {
        }

        protected override Tensor Second(Tensor hidden) =>
            heads.Values.Aggregate(base.Second(hidden), (states, layer) => functional.relu(style.Run(layer, states)));
    }

    private sealed class ScaledClassifier : Classifier
    {
        private readonly Parameter scale = new(ones(Classes));

        public ScaledClassifier(CallStyle style, bool replaced)
            : base(style)
        {
            if (replaced)
                scale = new Parameter(full(Classes, 2.0f));
        }

        protected override Tensor Output(Tensor hidden) => base.Output(hidden) * scale;
    }

    private sealed class ScaledByNumber : Classifier
    {
        private readonly bool item;
        private readonly Parameter scale = new(ones(1));

        public ScaledByNumber(CallStyle style, bool item)
            : base(style)
        {
            this.item = item;
        }

        protected override Tensor Output(Tensor hidden) => item ? base.Output(hidden) * scale.item<float>() : base.Output(hidden) * scale;
    }

    private sealed class UntrackedClassifier(CallStyle style) : Classifier(style)
    {
        protected override Tensor First(Tensor input)
        {
            using (no_grad())
                return base.First(input);
        }
    }

    private sealed class DisposingClassifier(CallStyle style) : Classifier(style)
    {
        protected override Tensor First(Tensor input)
        {
            using (input)
                return base.First(input);
        }
    }

    /// <summary>Positions as a ramp from 0 to 1.</summary>
    private sealed class RampedEncoder(CallStyle style, bool whole) : SequenceEncoder(style)
    {
        protected override Tensor Embed(Tensor tokens)
        {
            var length = (int)tokens.shape[1];
            var ramp = Enumerable.Range(0, length).Select(position => whole ? position / length : position / (float)length).ToArray();
            return style.Run(emb, tokens) + (tensor(ramp).unsqueeze(1) * linspace(-2, 2, Width));
        }
    }

    private sealed class LateHead : Classifier
    {
        private Linear? extra;

        public LateHead(CallStyle style)
            : base(style)
        {
        }

        protected override Tensor Output(Tensor hidden)
        {
            if (extra is null)
            {
                extra = Linear(Hidden, Hidden);
                register_module(nameof(extra), extra);
            }
            return base.Output(functional.relu(style.Run(extra, hidden)));
        }
    }

    /// <summary>The model adds a layer in its first forward call.</summary>
    private sealed class LateHeadFixture(CallStyle style, bool late) : ClassifierFixture(style, style => new LateHead(style))
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var model = base.CreateModel();
            if (!late)
                model.call(zeros(1, Classifier.Features)).Dispose();
            return model;
        }

        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam([.. model.parameters()], lr: 0.003);
    }
}
