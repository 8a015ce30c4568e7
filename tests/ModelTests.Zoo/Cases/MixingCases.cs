using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Faults by which samples, time steps or padding mix that must not.</summary>
internal static class MixingCases
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("MS06", "the causal mask is applied after the softmax", style => new CausalLanguageModelFixture(style),
            style => new CausalLanguageModelFixture(style, style => new CausalLanguageModel(style, new LateMask(style))),
            [@"^attn\b"], Contract.Named("Causal")),
        .. Case("MS06b", "the attention is normalised over the queries", style => new CausalLanguageModelFixture(style),
            style => new CausalLanguageModelFixture(style, style => new CausalLanguageModel(style, new WrongAxis(style))),
            [@"^attn\b"], Contract.Named("Causal")),
        .. Case("MS08", "the maximum over the tokens sees the padding", style => new SequenceEncoderFixture(style, style => new LargestEncoder(style, masked: true)),
            style => new SequenceEncoderFixture(style, style => new LargestEncoder(style, masked: false)),
            [@"^(head|down)\b", @"(?i)\b(pool|max|head)\b"], Contract.Named("IgnoresPadding", SequenceEncoder.Padding)),
        .. Case("MS08b", "no padding mask in the attention", style => new SequenceEncoderFixture(style),
            style => new SequenceEncoderFixture(style, style => new SequenceEncoder(style, new OpenAttention(style))),
            [@"^attn\b"], Contract.Named("IgnoresPadding", SequenceEncoder.Padding)),
        .. Case("MS10", "the states of two recurrent layers are viewed as one row per sample", style => new StackedFixture(style, viewed: false), style => new StackedFixture(style, viewed: true),
            [@"^(gru|head)\b"]),
        .. Case("MS12", "features are standardised over the batch in forward", style => new RegressorFixture(style), style => new RegressorFixture(style, style => new StandardizingRegressor(style)),
            [@"^fc1\b", @"(?i)\binput\b"]),
        .. Case("MS12b", "attention between samples", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new MixingClassifier(style)),
            [@"^fc[23]\b"]),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted, IEnumerable<CheckAttribute>? declared = null) =>
        ZooCase.InBothStyles(id, title, Stage.Model, parent, mutant, accepted, declared);

    private sealed class LateMask(CallStyle style) : CausalAttention(style)
    {
        public override Tensor forward(Tensor states)
        {
            var weights = functional.softmax(Scores(style.Run(q, states), style.Run(k, states)), -1).masked_fill(Hidden(states.shape[1]), 0);
            return style.Run(o, weights.matmul(style.Run(v, states)));
        }
    }

    private sealed class WrongAxis(CallStyle style) : CausalAttention(style)
    {
        public override Tensor forward(Tensor states)
        {
            var scores = Scores(style.Run(q, states), style.Run(k, states));
            var weights = functional.softmax(scores.masked_fill(Hidden(states.shape[1]), double.NegativeInfinity), 1);
            return style.Run(o, weights.matmul(style.Run(v, states)));
        }
    }

    private sealed class LargestEncoder(CallStyle style, bool masked) : SequenceEncoder(style)
    {
        protected override Tensor Pool(Tensor states, Tensor padding) =>
            (masked ? states.masked_fill(padding.unsqueeze(2), -1e9) : states).amax([1]);
    }

    private sealed class OpenAttention(CallStyle style) : PaddedAttention(style)
    {
        protected override Tensor Hidden(Tensor padding) => zeros_like(padding);
    }

    /// <summary>Two recurrent layers; the last states of both go into the head.</summary>
    private sealed class StackedClassifier : Module<Tensor, Tensor>
    {
        private const int Width = 16;

        private readonly CallStyle style;
        private readonly bool viewed;
        private readonly GRU gru = GRU(RecurrentClassifier.Features, Width, numLayers: 2, batchFirst: true);
        private readonly Linear head = Linear(2 * Width, RecurrentClassifier.Classes);

        public StackedClassifier(CallStyle style, bool viewed)
            : base(nameof(StackedClassifier))
        {
            (this.style, this.viewed) = (style, viewed);
            RegisterComponents();
        }

        public override Tensor forward(Tensor sequences)
        {
            // [2, N, 16]
            var (_, last) = style == CallStyle.Call ? gru.call(sequences) : gru.forward(sequences);
            return style.Run(head, viewed ? last.contiguous().view(sequences.shape[0], -1) : last.transpose(0, 1).flatten(1));
        }
    }

    private sealed class StackedFixture(CallStyle style, bool viewed) : ModelRecipes<Module<Tensor, Tensor>>
    {
        public override Module<Tensor, Tensor> CreateModel() => new StackedClassifier(style, viewed);

        public override ModelData CreateData() => new RecurrentClassifierFixture<RecurrentClassifierByCall>().CreateData();

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: 0.01);
    }

    private sealed class StandardizingRegressor(CallStyle style) : Regressor(style)
    {
        protected override Tensor Prepare(Tensor input) => (input - input.mean([0])) / (input.std(0, unbiased: false) + 1e-3);
    }

    private sealed class MixingClassifier(CallStyle style) : Classifier(style)
    {
        protected override Tensor Second(Tensor hidden)
        {
            var states = base.Second(hidden);
            return states + functional.softmax(states.matmul(states.t()) / Math.Sqrt(Hidden), -1).matmul(states);
        }
    }
}
