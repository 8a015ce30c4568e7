using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// What a model is to learn from its data. The default loss and the default metrics of a fixture are those of its data's task.
/// Derive from it for a task of your own.
/// </summary>
public abstract partial record LearningTask
{
    /// <summary>One name per class, in the order of their indices; empty when the task has no classes.</summary>
    public virtual IReadOnlyList<string> ClassNames => [];

    /// <summary>The loss that is minimised.</summary>
    /// <returns>A scalar.</returns>
    public abstract Tensor Loss(ModelOutput output, Batch batch);

    /// <summary>How good the outputs are, in the field's terms; the one that matters most comes first.</summary>
    /// <param name="output">The outputs for all samples that are judged together.</param>
    /// <param name="batch">These samples.</param>
    public abstract IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch);

    private static string[] Numbered(string noun, int count) => [.. Enumerable.Range(0, count).Select(k => $"{noun} {k}")];
}
