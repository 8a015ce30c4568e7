using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// The samples of a synthetic task, what there is to learn from them, and how well that can be done.
/// Without a split all samples are training samples.
/// </summary>
/// <remarks>Disposing it disposes its tensors; where a dispose scope was open when it was made, the end of the scope does.</remarks>
public class SyntheticData : ModelData, IDisposable
{
    private readonly int batchSize;
    private readonly Lazy<Limits> limits;

    internal SyntheticData(Batch training, Batch? validation, int batchSize, LearningTask task, Func<Limits> limits, IReadOnlyList<string> inputNames, IReadOnlyList<string> targetNames)
    {
        InputNames = inputNames;
        TargetNames = targetNames;
        Training = training;
        Validation = validation;
        Task = task;
        this.batchSize = batchSize;
        this.limits = new(limits);
    }

    /// <inheritdoc/>
    public override LearningTask Task { get; }

    /// <summary>All training samples, as one batch.</summary>
    public Batch Training { get; }

    /// <summary>All held-out samples, as one batch; null without a split.</summary>
    public Batch? Validation { get; }

    /// <summary>The key of each input in a data set, in the order of <see cref="Batch.Inputs"/>; "data" where there is one.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>The key of each target in a data set, in the order of <see cref="Batch.Targets"/>; "label" where there is one.</summary>
    public IReadOnlyList<string> TargetNames { get; }

    /// <summary>The shape of one sample's only input, without the batch dimension.</summary>
    public IReadOnlyList<long> InputShape => Batch.SampleShape(Training.Input, Training.InputBatchDimension);

    /// <summary>The shape of one sample's inputs, without the batch dimension.</summary>
    public IReadOnlyList<IReadOnlyList<long>> InputShapes => [.. Training.Inputs.Select(input => Batch.SampleShape(input, Training.InputBatchDimension))];

    /// <summary>The shape of one sample's only target, without the batch dimension; empty for a class index.</summary>
    public IReadOnlyList<long> TargetShape => Batch.SampleShape(Training.Target, 0);

    /// <summary>The shape of one sample's targets, without the batch dimension.</summary>
    public IReadOnlyList<IReadOnlyList<long>> TargetShapes => [.. Training.Targets.Select(target => Batch.SampleShape(target, 0))];

    /// <summary>One name per class, in the order of their indices; empty when the task has no classes.</summary>
    public IReadOnlyList<string> ClassNames => Task.ClassNames;

    /// <summary>The least expected share of wrong labels, in [0, 1], that any classifier reaches; null when it is not known or there are no classes.</summary>
    /// <remarks>Computed when first read.</remarks>
    public double? BayesError => limits.Value.BayesError;

    /// <summary>The least expected loss that any model reaches: mean squared error, or cross entropy in nats; null when it is not known.</summary>
    /// <remarks>Computed when first read. It is an expectation over new samples: a model that memorises its samples goes below it.</remarks>
    public double? LossFloor => limits.Value.LossFloor;

    /// <summary>The least expected loss of a model that ignores its input: the target's variance, or the classes' entropy in nats; null when it is not known.</summary>
    /// <remarks>Over all samples that can be drawn; the two parts of a gap differ from it.</remarks>
    public double? InputIndependentLoss => limits.Value.InputIndependentLoss;

    /// <summary>The training samples in order; the last batch may be smaller. The batches share the data's memory.</summary>
    public override IEnumerable<Batch> TrainingBatches() => TensorBatches.Of(Training, batchSize);

    /// <summary>The held-out samples in order; none without a split.</summary>
    public override IEnumerable<Batch> ValidationBatches() => Validation is null ? [] : TensorBatches.Of(Validation, batchSize);

    /// <summary>The training samples as a TorchSharp data set with the keys <see cref="InputNames"/> and <see cref="TargetNames"/>. The tensors stay this object's own.</summary>
    public utils.data.Dataset AsDataset() => new SyntheticDataset(Training, InputNames, TargetNames);

    /// <summary>The held-out samples as a TorchSharp data set with the same keys.</summary>
    /// <exception cref="InvalidOperationException">There was no split.</exception>
    public utils.data.Dataset AsValidationDataset() => new SyntheticDataset(HeldOut, InputNames, TargetNames);

    /// <summary>The training samples as a TorchSharp loader: each epoch in a new order, and two loaders of the same seed in the same orders.</summary>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="seed">The seed of the orders; torch's global generator is left alone.</param>
    public DataLoader AsDataLoader(int batchSize = 32, int seed = 42)
    {
        Require.AtLeast(batchSize, 1);
        return new DataLoader(AsDataset(), batchSize, new EpochShuffler(Training.Size, seed), Training.Inputs[0].device);
    }

    /// <summary>The held-out samples as a TorchSharp loader, in order.</summary>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <exception cref="InvalidOperationException">There was no split.</exception>
    public DataLoader AsValidationDataLoader(int batchSize = 32)
    {
        Require.AtLeast(batchSize, 1);
        return new DataLoader(AsValidationDataset(), batchSize, shuffle: false, HeldOut.Inputs[0].device);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        Validation?.Dispose();
        GC.SuppressFinalize(this);
    }

    private Batch HeldOut => Validation
        ?? throw new InvalidOperationException("This data has no held-out samples; give the generator a split, such as split: Split.Random(0.8).");
}
