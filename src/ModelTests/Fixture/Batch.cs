using static TorchSharp.torch;

namespace ModelTests;

/// <summary>What one training step sees: the model's inputs and the loss's targets.</summary>
/// <remarks>Disposing a batch disposes its tensors.</remarks>
public sealed class Batch : IDisposable
{
    /// <summary>A batch of one input and one target, each with the samples along its first dimension.</summary>
    public Batch(Tensor input, Tensor target)
        : this([input], [target])
    {
    }

    /// <summary>A batch of several inputs and targets, in the order in which the model and the loss take them.</summary>
    /// <param name="inputs">At least one tensor.</param>
    /// <param name="targets">May be empty when the loss needs no target.</param>
    public Batch(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Count == 0)
            throw new ArgumentException("A batch needs at least one input tensor; it was given none.", nameof(inputs));
        if (inputs.Concat(targets).Any(tensor => tensor is null))
            throw new ArgumentException("A batch was given a tensor that is null; pass only the tensors that exist.", nameof(inputs));
        Inputs = inputs;
        Targets = targets;
    }

    /// <summary>The model's inputs.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>The loss's targets; empty when it needs none.</summary>
    public IReadOnlyList<Tensor> Targets { get; }

    /// <summary>The only input; an error that says so if there are several.</summary>
    public Tensor Input => Inputs is [var input]
        ? input
        : throw new InvalidOperationException($"This batch has {Inputs.Count} inputs; read Batch.Inputs instead of Batch.Input.");

    /// <summary>The only target; an error that says so if there are none or several.</summary>
    public Tensor Target => Targets is [var target]
        ? target
        : throw new InvalidOperationException($"This batch has {Targets.Count} targets; read Batch.Targets instead of Batch.Target.");

    /// <summary>The dimension of the inputs along which the samples lie: 0, or 1 for recurrent layers that take [time, batch, features].</summary>
    public int InputBatchDimension { get; init; }

    /// <summary>False when rows are not samples, such as the nodes of one graph: then the batch is used whole.</summary>
    public bool Separable { get; init; } = true;

    /// <summary>What there is to learn from it, where its data says so.</summary>
    public LearningTask? Task { get; init; }

    /// <summary>The number of samples; 1 when they are not separable.</summary>
    public long Size => Separable ? Inputs[0].shape[InputBatchDimension] : 1;

    /// <summary>Where it was read; null for batches that were made of others.</summary>
    internal BatchOrigin? Origin { get; private init; }

    internal IEnumerable<Tensor> Tensors => Inputs.Concat(Targets);

    /// <summary>Each tensor with the dimension of its samples and its name, such as "the input" or "target 1".</summary>
    internal IEnumerable<(Tensor Tensor, int Dimension, string Name)> Named() =>
        Inputs.Select((tensor, i) => (tensor, InputBatchDimension, Inputs.Count == 1 ? "the input" : $"input {i}"))
            .Concat(Targets.Select((tensor, i) => (tensor, 0, Targets.Count == 1 ? "the target" : $"target {i}")));

    /// <summary>The samples at <paramref name="positions"/>, in that order, as a new batch with its own memory.</summary>
    internal Batch Select(IReadOnlyList<long> positions)
    {
        using var index = tensor(positions.ToArray(), int64, Inputs[0].device);
        return With([.. Inputs.Select(input => input.index_select(InputBatchDimension, index))],
            [.. Targets.Select(target => target.index_select(0, index))]);
    }

    /// <summary>The same batch with its own memory, so that nobody's changes reach the original.</summary>
    internal Batch Clone() => ReadAt(Origin, [.. Inputs.Select(Copy)], [.. Targets.Select(Copy)]);

    /// <summary>The same tensors, with the place at which they were read.</summary>
    internal Batch ReadAt(BatchOrigin origin) => ReadAt(origin, Inputs, Targets);

    internal Batch With(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> targets) =>
        new(inputs, targets) { InputBatchDimension = InputBatchDimension, Separable = Separable, Task = Task };

    /// <summary>The same tensors, with the task that their data has; a task of the batch's own stays.</summary>
    internal Batch For(LearningTask? task) =>
        task is null || Task is not null ? this : new(Inputs, Targets) { InputBatchDimension = InputBatchDimension, Separable = Separable, Task = task, Origin = Origin };

    /// <summary>Whether the two can be concatenated: as many tensors, of the same types and, but for the number of samples, of the same shapes.</summary>
    internal bool HasFormatOf(Batch other) =>
        AreAlike(Inputs, other.Inputs, InputBatchDimension) && AreAlike(Targets, other.Targets, 0);

    private static bool AreAlike(IReadOnlyList<Tensor> first, IReadOnlyList<Tensor> second, int sampleDimension) =>
        first.Count == second.Count && first.Zip(second).All(pair => HaveSameFormat(pair.First, pair.Second, sampleDimension));

    internal static bool HaveSameFormat(Tensor first, Tensor second, int sampleDimension) =>
        first.dtype == second.dtype && SampleShape(first, sampleDimension).SequenceEqual(SampleShape(second, sampleDimension));

    internal static IReadOnlyList<long> SampleShape(Tensor tensor, int sampleDimension) => [.. tensor.shape.Where((_, dimension) => dimension != sampleDimension)];

    internal static Batch Concatenate(IReadOnlyList<Batch> batches) =>
        batches[0].With(
            [.. Enumerable.Range(0, batches[0].Inputs.Count).Select(i => cat([.. batches.Select(batch => batch.Inputs[i])], batches[0].InputBatchDimension))],
            [.. Enumerable.Range(0, batches[0].Targets.Count).Select(i => cat([.. batches.Select(batch => batch.Targets[i])], 0))]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors)
            tensor.Dispose();
    }

    private Batch ReadAt(BatchOrigin? origin, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> targets) =>
        new(inputs, targets) { InputBatchDimension = InputBatchDimension, Separable = Separable, Task = Task, Origin = origin };

    private static Tensor Copy(Tensor tensor) => tensor.requires_grad ? tensor.detach().clone() : tensor.clone();
}
