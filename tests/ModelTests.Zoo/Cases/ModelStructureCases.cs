using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Faults in how a model is put together.</summary>
internal static class ModelStructureCases
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("MS01", "both ReLUs are missing", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new PlainClassifier(style)),
            [@"^fc[123]\b"]),
        .. Case("MS03", "the result of a branch is never added", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new BranchedClassifier(style)),
            [@"^side\b"]),
        .. Case("MS05", "the causal mask begins one position late", style => new CausalLanguageModelFixture(style),
            style => new CausalLanguageModelFixture(style, style => new CausalLanguageModel(style, new LookingAttention(style))),
            [@"^attn\b"], Contract.Named("Causal")),
        .. Case("MS07", "the padding mask is inverted", style => new SequenceEncoderFixture(style),
            style => new SequenceEncoderFixture(style, style => new SequenceEncoder(style, new SelectingAttention(style))),
            [@"^attn\b"], Contract.Named("IgnoresPadding", SequenceEncoder.Padding)),
        .. Case("MS09", "the positions are not added to the embeddings", style => new SequenceEncoderFixture(style),
            style => new SequenceEncoderFixture(style, style => new UnorderedEncoder(style)),
            [@"^(emb|pos|attn|norm1)\b", @"(?i)\border|position"], Contract.Named("InputMatters", new Dictionary<string, object> { ["OrderMatters"] = true })),
        .. Case("MS11", "samples and channels are swapped before the view", style => new ImageClassifierFixture(style),
            style => new ImageClassifierFixture(style, style => new TransposingClassifier(style)),
            [@"^fc\b", @"(?i)\b(view|transpose|flatten)\b", @"\bfc\b"]),
        .. Case("MS13", "a ReLU after the last layer of a model with signed targets", style => new RegressorFixture(style),
            style => new RegressorFixture(style, style => new RectifiedRegressor(style)),
            [@"^fc3\b", @"(?i)^(relu|output)\b"]),
        .. Case("MS15", "dropout of everything", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new DroppingClassifier(style)),
            [@"^drop\b", @"^fc[12]\b", @"^fc3\.weight$"]),
        .. Case("MS17", "the hidden activation is detached", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new DetachingClassifier(style)),
            [@"^fc1\b", @"\bfc1\b"]),
        .. Case("MS19", "the input is subtracted from itself", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new CentredClassifier(style)),
            [@"^fc1\b", @"(?i)^(input|feature)"]),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted, IEnumerable<CheckAttribute>? declared = null) =>
        ZooCase.InBothStyles(id, title, Stage.Model, parent, mutant, accepted, declared);

    private sealed class PlainClassifier(CallStyle style) : Classifier(style)
    {
        protected override Tensor First(Tensor input) => style.Run(fc1, input);

        protected override Tensor Second(Tensor hidden) => style.Run(fc2, hidden);
    }

    private sealed class BranchedClassifier(CallStyle style) : Classifier(style)
    {
        private readonly Linear side = Linear(Hidden, Hidden);

        protected override Tensor Second(Tensor hidden)
        {
            var main = base.Second(hidden);
            // The sum is what add() returns.
            main.add(functional.relu(style.Run(side, hidden)));
            return main;
        }
    }

    private sealed class LookingAttention(CallStyle style) : CausalAttention(style)
    {
        protected override Tensor Hidden(long length) => ones(length, length, dtype: @bool).triu(2);
    }

    private sealed class SelectingAttention(CallStyle style) : PaddedAttention(style)
    {
        protected override Tensor Hidden(Tensor padding) => padding.logical_not();
    }

    private sealed class UnorderedEncoder(CallStyle style) : SequenceEncoder(style)
    {
        protected override Tensor Embed(Tensor tokens) => style.Run(emb, tokens);
    }

    private sealed class TransposingClassifier(CallStyle style) : ImageClassifier(style)
    {
        protected override Tensor Flatten(Tensor features) => features.transpose(0, 1).contiguous().view(features.shape[0], -1);
    }

    private sealed class RectifiedRegressor(CallStyle style) : Regressor(style)
    {
        protected override Tensor Output(Tensor hidden) => functional.relu(base.Output(hidden));
    }

    private sealed class DroppingClassifier(CallStyle style) : Classifier(style)
    {
        private readonly Dropout drop = Dropout(1.0);

        protected override Tensor Output(Tensor hidden) => base.Output(style.Run(drop, hidden));
    }

    private sealed class DetachingClassifier(CallStyle style) : Classifier(style)
    {
        protected override Tensor First(Tensor input) => base.First(input).detach();
    }

    private sealed class CentredClassifier(CallStyle style) : Classifier(style)
    {
        protected override Tensor First(Tensor input) => base.First(input - input);
    }
}
