using ModelTests.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Faults in what is saved and what is repeatable.</summary>
internal static class PersistenceCases
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("PR01", "a learnt threshold in a field", style => new AutoencoderFixture(style, style => new BufferedThreshold(style)), style => new AutoencoderFixture(style, style => new FieldThreshold(style)),
            ["^threshold$"]),
        .. Case("PR03", "dropout in evaluation", style => new ClassifierFixture(style, style => new FunctionalDropout(style, always: false)), style => new ClassifierFixture(style, style => new FunctionalDropout(style, always: true)),
            ["^fc[23]$", "dropout", "^Forward"]),
        .. Case("PR05", "a shuffled loader without a seed", style => new ShuffledLoader(style, seed: 1), style => new ShuffledLoader(style, seed: null),
            ["^CreateData", "^TrainingBatches", "order", "^seed"]),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted, IEnumerable<CheckAttribute>? declared = null) =>
        ZooCase.InBothStyles(id, title, Stage.State, parent, mutant, accepted, declared);

    /// <summary>Scales its code by the largest mean magnitude seen in training.</summary>
    private sealed class BufferedThreshold : Autoencoder
    {
        private readonly Tensor threshold = zeros(1);

        public BufferedThreshold(CallStyle style)
            : base(style)
        {
        }

        protected override Tensor Encode(Tensor input)
        {
            var code = base.Encode(input);
            if (training)
                threshold.copy_(maximum(threshold, code.detach().abs().mean()));
            return code / (1 + threshold);
        }
    }

    private sealed class FieldThreshold(CallStyle style) : Autoencoder(style)
    {
        private double threshold;

        protected override Tensor Encode(Tensor input)
        {
            var code = base.Encode(input);
            if (training)
                threshold = Math.Max(threshold, code.detach().abs().mean().item<float>());
            return code / (1 + threshold);
        }
    }

    private sealed class FunctionalDropout(CallStyle style, bool always) : Classifier(style)
    {
        protected override Tensor Second(Tensor hidden) =>
            always ? functional.dropout(base.Second(hidden), 0.2) : functional.dropout(base.Second(hidden), 0.2, training);
    }

    /// <summary>TorchSharp's loader does not follow manual_seed.</summary>
    private sealed class ShuffledLoader(CallStyle style, int? seed) : ClassifierFixture(style)
    {
        public override ModelData CreateData()
        {
            var (features, labels) = Draw();
            return ModelData.From(new DataLoader(new Rows(features, labels), 16, shuffle: true, seed: seed));
        }
    }

    private sealed class Rows(Tensor features, Tensor labels) : torch.utils.data.Dataset
    {
        public override long Count => features.shape[0];

        public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["data"] = features[index], ["label"] = labels[index] };
    }
}
