using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Faults in what follows what: activations, shortcuts, layers used twice, inputs left out.</summary>
internal static class ConnectionCases
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("MS02", "one of two ReLUs is missing", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new HalfPlainClassifier(style)),
            [@"^fc1 → fc2\b", @"^fc[12]\b"]),
        .. Case("MS04", "a residual block returns its input twice instead of input and branch", style => new ClassifierFixture(style, style => new ResidualNetwork(style)),
            style => new ClassifierFixture(style, style => new ResidualNetwork(style, second: new DoublingBlock(style))),
            [@"^block2\b"]),
        .. Case("MS14", "a sigmoid after the decoder of signed points", style => new AutoencoderFixture(style), style => new AutoencoderFixture(style, style => new PositiveAutoencoder(style)),
            [@"^decoder2\b", @"(?i)^(sigmoid|output)\b"]),
        .. Case("MS16", "nearly everything is dropped", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new NearlyDroppingClassifier(style)),
            [@"^drop\b"]),
        .. Case("MS18", "one block runs twice, and its twin never", style => new ClassifierFixture(style, style => new ResidualNetwork(style)),
            style => new ClassifierFixture(style, style => new RepeatingNetwork(style)),
            [@"^block2\b"]),
        .. Case("MS18b", "the forward call sets a layer back to its first values", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new ResettingClassifier(style)),
            [@"^fc2\b", "^(?i)forward"]),
        .. Case("MS20", "half of the features are cut off", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new CutClassifier(style)),
            [@"(?i)\b(input|feature)", @"^narrow\b"]),
        .. Case("MS20b", "the decoder does not see the previous tokens", style => new TranslatorFixture(style), style => new TranslatorFixture(style, style => new BlindTranslator(style)),
            [@"(?i)^input 1\b", @"^decoder\.weight_ih_l0$"]),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted) =>
        ZooCase.InBothStyles(id, title, Stage.Model, parent, mutant, accepted);

    private sealed class HalfPlainClassifier(CallStyle style) : Classifier(style)
    {
        protected override Tensor First(Tensor input) => style.Run(fc1, input);
    }

    private sealed class DoublingBlock(CallStyle style) : ResidualBlock(style)
    {
        protected override Tensor Join(Tensor input, Tensor branch) => input + input;
    }

    private sealed class PositiveAutoencoder(CallStyle style) : Autoencoder(style)
    {
        protected override Tensor Decode(Tensor code) => base.Decode(code).sigmoid();
    }

    private sealed class NearlyDroppingClassifier(CallStyle style) : Classifier(style)
    {
        private readonly Dropout drop = Dropout(0.99);

        protected override Tensor Output(Tensor hidden) => base.Output(style.Run(drop, hidden));
    }

    private sealed class RepeatingNetwork(CallStyle style) : ResidualNetwork(style)
    {
        public override Tensor forward(Tensor input) =>
            style.Run(head, functional.relu(style.Run(block1, style.Run(block1, style.Run(stem, input)))));
    }

    private sealed class ResettingClassifier(CallStyle style) : Classifier(style)
    {
        private float[]? first;

        protected override Tensor Second(Tensor hidden)
        {
            first ??= [.. fc2.weight.data<float>()];
            using (no_grad())
                fc2.weight.copy_(tensor(first).view_as(fc2.weight));
            return base.Second(hidden);
        }
    }

    private sealed class CutClassifier : Classifier
    {
        private readonly Linear narrow = Linear(Features / 2, Hidden);

        public CutClassifier(CallStyle style)
            : base(style)
        {
            // The parent's first layer is gone, and with it its parameters.
            foreach (var parameter in fc1.parameters())
                parameter.requires_grad = false;
        }

        protected override Tensor First(Tensor input) => functional.relu(style.Run(narrow, input[.., ..(Features / 2)]));
    }

    private sealed class BlindTranslator(CallStyle style) : Translator(style)
    {
        protected override Tensor Decode(Tensor previous, Tensor state) => base.Decode(zeros_like(previous), state);
    }
}
