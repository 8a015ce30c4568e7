using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Further forms of the faults in how a model is put together, in other models and other places.</summary>
internal static class ModelStructureVariants
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("MS01b", "one of two residual blocks has no ReLU", style => new ClassifierFixture(style, style => new ResidualNetwork(style)),
            style => new ClassifierFixture(style, style => new ResidualNetwork(style, second: new PlainBlock(style))),
            [@"^block2\b"]),
        .. Case("MS03b", "the encoder's state does not reach the decoder", style => new TranslatorFixture(style),
            style => new TranslatorFixture(style, style => new ForgetfulTranslator(style)),
            [@"^encoder\b", @"(?i)^input 0\b"]),
        .. Case("MS05b", "the embeddings are centred over all positions", style => new CausalLanguageModelFixture(style),
            style => new CausalLanguageModelFixture(style, style => new CentringLanguageModel(style)),
            [@"^(emb|pos|norm1)\b", @"\b(emb|norm1)\b"], Contract.Named("Causal")),
        .. Case("MS07b", "the mean over the tokens counts the padding", style => new SequenceEncoderFixture(style),
            style => new SequenceEncoderFixture(style, style => new PaddedMeanEncoder(style)),
            [@"^(head|down)\b", @"(?i)\b(pool|mean|head)\b"], Contract.Named("IgnoresPadding", SequenceEncoder.Padding)),
        .. Case("MS11b", "batch normalisation without running statistics", style => new ClassifierFixture(style, style => new NormedClassifier(style, tracked: true)),
            style => new ClassifierFixture(style, style => new NormedClassifier(style, tracked: false)),
            [@"^norm\b"]),
        .. Case("MS11c", "the recurrent layer takes samples for time steps", style => new WaveFixture(style, batchFirst: true), style => new WaveFixture(style, batchFirst: false),
            [@"^lstm\b"]),
        .. Case("MS13b", "a tanh after the last layer of a model with larger targets", style => new RegressorFixture(style),
            style => new RegressorFixture(style, style => new BoundedRegressor(style)),
            [@"^fc3\b", @"(?i)^(tanh|output)\b"]),
        .. Case("MS13c", "a sigmoid before a loss on logits", style => new BinaryClassifierFixture(style),
            style => new BinaryClassifierFixture(style, style => new SquashedClassifier(style)),
            [@"^fc2\b", @"(?i)^(sigmoid|output|loss)\b"]),
        .. Case("MS17b", "the code is rounded", style => new AutoencoderFixture(style), style => new AutoencoderFixture(style, style => new RoundingAutoencoder(style)),
            [@"^encoder[12]\b"]),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted, IEnumerable<CheckAttribute>? declared = null) =>
        ZooCase.InBothStyles(id, title, Stage.Model, parent, mutant, accepted, declared);

    private sealed class PlainBlock(CallStyle style) : ResidualBlock(style)
    {
        protected override Tensor Branch(Tensor input) => style.Run(fc2, style.Run(fc1, style.Run(norm, input)));
    }

    private sealed class ForgetfulTranslator(CallStyle style) : Translator(style)
    {
        protected override Tensor Decode(Tensor previous, Tensor state) => base.Decode(previous, zeros_like(state));
    }

    private sealed class CentringLanguageModel(CallStyle style) : CausalLanguageModel(style)
    {
        protected override Tensor Embed(Tensor tokens)
        {
            var states = base.Embed(tokens);
            return states - states.mean([1], keepdim: true);
        }
    }

    private sealed class PaddedMeanEncoder(CallStyle style) : SequenceEncoder(style)
    {
        protected override Tensor Pool(Tensor states, Tensor padding) => states.mean([1]);
    }

    private sealed class NormedClassifier(CallStyle style, bool tracked) : Classifier(style)
    {
        private readonly BatchNorm1d norm = BatchNorm1d(Hidden, track_running_stats: tracked);

        protected override Tensor First(Tensor input) => functional.relu(style.Run(norm, style.Run(fc1, input)));
    }

    private sealed class WaveClassifier(CallStyle style, bool batchFirst) : Module<Tensor, Tensor>(nameof(WaveClassifier))
    {
        private readonly LSTM lstm = LSTM(RecurrentClassifier.Features, 24, batchFirst: batchFirst);
        private readonly Linear head = Linear(24, RecurrentClassifier.Classes);

        public WaveClassifier Registered()
        {
            RegisterComponents();
            return this;
        }

        public override Tensor forward(Tensor sequences)
        {
            var (states, _, _) = style == CallStyle.Call ? lstm.call(sequences) : lstm.forward(sequences);
            return style.Run(head, states[.., -1]);
        }
    }

    private sealed class WaveFixture(CallStyle style, bool batchFirst) : ModelRecipes<Module<Tensor, Tensor>>
    {
        public override Module<Tensor, Tensor> CreateModel() => new WaveClassifier(style, batchFirst).Registered();

        public override ModelData CreateData() => new RecurrentClassifierFixture<RecurrentClassifierByCall>().CreateData();

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: 0.01);
    }

    private sealed class BoundedRegressor(CallStyle style) : Regressor(style)
    {
        protected override Tensor Output(Tensor hidden) => base.Output(hidden).tanh();
    }

    private sealed class SquashedClassifier(CallStyle style) : BinaryClassifier(style)
    {
        protected override Tensor Output(Tensor hidden) => base.Output(hidden).sigmoid();
    }

    private sealed class RoundingAutoencoder(CallStyle style) : Autoencoder(style)
    {
        protected override Tensor Encode(Tensor input) => (base.Encode(input) * 8).round() / 8;
    }
}
