using static TorchSharp.torch;

namespace ModelTests;

public abstract partial record LearningTask
{
    /// <summary>
    /// One of <paramref name="Classes"/> classes per sample, or per token or pixel: logits [N, classes] or [N, classes, …], targets [N] or [N, …] of indices
    /// from 0 (int64). Cross entropy in nats; accuracy. A target of -100 is ignored, as cross entropy ignores it.
    /// </summary>
    /// <param name="Classes">The number of classes, at least 2.</param>
    public sealed record Classification(int Classes) : LearningTask
    {
        private readonly IReadOnlyList<string>? names;

        /// <summary>One name per class; "class 0" and so on unless they are given.</summary>
        public IReadOnlyList<string> Names
        {
            get => names ?? Numbered("class", Classes);
            init => names = value is null || value.Count == Classes
                ? value
                : throw new ArgumentException($"Names has {value.Count} entries; it must have one for each of the {Classes} classes.", nameof(Names));
        }

        /// <inheritdoc/>
        public override IReadOnlyList<string> ClassNames => Names;

        /// <inheritdoc/>
        public override Tensor Loss(ModelOutput output, Batch batch) => DefaultLoss.Of(output.Tensor, batch.Target);

        /// <inheritdoc/>
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch) => [Accuracy.Of(output, batch)];
    }
}
