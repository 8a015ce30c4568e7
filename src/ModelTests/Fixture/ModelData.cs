using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Where a fixture's batches come from: a synthetic task, the model repo's own loader or any sequence of batches.</summary>
public abstract class ModelData
{
    /// <summary>What there is to learn, where it is known.</summary>
    public virtual LearningTask? Task => null;

    /// <summary>One epoch of training batches; may be read more than once.</summary>
    public abstract IEnumerable<Batch> TrainingBatches();

    /// <summary>The validation batches; none unless the data has a split.</summary>
    public virtual IEnumerable<Batch> ValidationBatches() => [];

    /// <summary>Data from any sequence of batches.</summary>
    /// <param name="training">One epoch; may be read more than once.</param>
    /// <param name="validation">The held-out batches, if there are any.</param>
    /// <param name="task">What there is to learn; it chooses the default loss.</param>
    public static ModelData From(IEnumerable<Batch> training, IEnumerable<Batch>? validation = null, LearningTask? task = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        return new BatchSequence(training, validation ?? [], task);
    }

    /// <summary>Data from tensors that fit into memory, read in order.</summary>
    /// <param name="inputs">The samples along the first dimension.</param>
    /// <param name="targets">As many rows as <paramref name="inputs"/>.</param>
    /// <param name="batchSize">Samples per batch, at least 1; the last batch may be smaller.</param>
    /// <param name="task">What there is to learn; it chooses the default loss.</param>
    public static ModelData From(Tensor inputs, Tensor targets, int batchSize = 32, LearningTask? task = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (inputs.shape[0] != targets.shape[0])
            throw new ArgumentException($"inputs has {inputs.shape[0]} rows and targets has {targets.shape[0]}; give one target per sample.", nameof(targets));
        return new BatchSequence(TensorBatches.Of(new Batch(inputs, targets), batchSize), [], task);
    }

    /// <summary>Data from a TorchSharp loader.</summary>
    /// <param name="training">The loader that training uses.</param>
    /// <param name="input">The key of the input in the loader's dictionaries.</param>
    /// <param name="target">The key of the target in the loader's dictionaries.</param>
    /// <param name="validation">The loader of the held-out data, if there is one.</param>
    /// <param name="task">What there is to learn; it chooses the default loss.</param>
    public static ModelData From(DataLoader training, string input = "data", string target = "label", DataLoader? validation = null, LearningTask? task = null) =>
        From(training, [input], [target], validation, task);

    /// <summary>Data from a TorchSharp loader whose samples have several inputs or targets.</summary>
    /// <param name="training">The loader that training uses.</param>
    /// <param name="inputs">The keys of the inputs in the loader's dictionaries, in the order in which the model takes them; at least one.</param>
    /// <param name="targets">The keys of the targets, in the order in which the loss takes them; may be empty.</param>
    /// <param name="validation">The loader of the held-out data, if there is one.</param>
    /// <param name="task">What there is to learn; it chooses the default loss.</param>
    public static ModelData From(DataLoader training, IReadOnlyList<string> inputs, IReadOnlyList<string> targets, DataLoader? validation = null, LearningTask? task = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return new BatchSequence(LoaderBatches.Of(training, inputs, targets), validation is null ? [] : LoaderBatches.Of(validation, inputs, targets), task);
    }

    private sealed class BatchSequence(IEnumerable<Batch> training, IEnumerable<Batch> validation, LearningTask? task) : ModelData
    {
        public override LearningTask? Task => task;

        public override IEnumerable<Batch> TrainingBatches() => training;

        public override IEnumerable<Batch> ValidationBatches() => validation;
    }
}
