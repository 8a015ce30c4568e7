using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Refactorings;

/// <summary>Changes after which the model learns less, each of which passes review easily.</summary>
internal static class HarmfulChanges
{
    /// <summary>Of one class's labels, how many another class takes.</summary>
    private const double NoisyShare = 0.5;

    /// <summary>Of the labels in a batch, how many are exchanged.</summary>
    private const double ExchangedShare = 0.3;

    public static IReadOnlyList<Variant> All { get; } =
    [
        new("dropout doubled", () => new() { Model = () => new SeriesClassifier(() => new ResidualBlock(2 * ResidualBlock.DropoutRate)) }),
        new("residual dropped", () => new() { Model = () => new SeriesClassifier(() => new WithoutResidual()) }),
        new("learning rate × 10", () => new() { Rate = 10 * SeriesFixture.LearningRate }),
        new("normalisation removed", () => new() { Model = () => new SeriesClassifier(() => new WithoutNormalisation()) }),
        new("half of one class's labels noisy", () => new() { Relabel = NoisyClass }),
        new("padding counted", () => new() { Model = () => new CountsPadding() }),
        new("activations removed", () => new() { Model = () => new SeriesClassifier(() => new WithoutActivation()) }),
        new("half of the features zeroed", () => new() { Model = () => new HalfZeroed() }),
        new("last layer alone in the optimizer", () => new HeadAlone()),
        new("30 % of each batch's labels exchanged", () => new ExchangedLabels()),
    ];

    private static Tensor NoisyClass(Tensor labels, Generator generator)
    {
        var other = randint(1, SeriesData.Classes, labels.shape, int64, generator: generator);
        return labels.where(labels.ne(0).logical_or(rand(labels.shape, generator: generator).ge(NoisyShare)), other);
    }

    private sealed class WithoutResidual : ResidualBlock
    {
        protected override Tensor Join(Tensor input, Tensor branch) => branch;
    }

    private sealed class WithoutNormalisation : ResidualBlock
    {
        protected override Tensor Normalise(Tensor sum) => sum;
    }

    private sealed class CountsPadding : SeriesClassifier
    {
        protected override Tensor Counted(Tensor series, Tensor lengths) => Mask(series, full_like(lengths, series.shape[1]));
    }

    private sealed class WithoutActivation : ResidualBlock
    {
        protected override Tensor Activate(Tensor hidden) => hidden;
    }

    private sealed class HalfZeroed : SeriesClassifier
    {
        protected override Tensor Flatten(Tensor pooled) => base.Flatten(pooled * arange(SeriesData.Features).ge(SeriesData.Features / 2));
    }

    private sealed class HeadAlone : SeriesFixture
    {
        protected override IEnumerable<Parameter> Trained(Module<Tensor, Tensor, Tensor> model) =>
            model.named_parameters().Where(entry => entry.name.StartsWith("head", StringComparison.Ordinal)).Select(entry => entry.parameter);
    }

    private sealed class ExchangedLabels : SeriesFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor, Tensor>> training, Batch batch)
        {
            var target = batch.Target.clone();
            var exchanged = randperm(batch.Size, int64)[..(int)(ExchangedShare * batch.Size)];
            target[exchanged] = target[exchanged.roll(1)];
            return base.TrainStep(training, new Batch(batch.Inputs, [target]) { Task = batch.Task });
        }
    }
}
