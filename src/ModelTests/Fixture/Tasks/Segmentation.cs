using static TorchSharp.torch;

namespace ModelTests;

public abstract partial record LearningTask
{
    /// <summary>
    /// One of <paramref name="Classes"/> classes per pixel: logits [N, classes, H, W] or [N, classes, D, H, W], targets [N, H, W] or [N, D, H, W] of indices
    /// from 0 (int64), usually with 0 for the background. Cross entropy in nats, the mean over the pixels; mean IoU and pixel accuracy.
    /// A target of -100 is ignored.
    /// </summary>
    /// <param name="Classes">The number of classes, the background included, at least 2.</param>
    public sealed record Segmentation(int Classes) : LearningTask
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
        public override Tensor Loss(ModelOutput output, Batch batch) => DefaultLoss.Of(LogitsFor(output, batch), batch.Target);

        /// <inheritdoc/>
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch)
        {
            using var scope = NewDisposeScope();
            var predicted = LogitsFor(output, batch).detach().argmax(1);
            return [MeanIntersectionOverUnion.Of(predicted, batch.Target, Classes), Accuracy.Of(output, batch) with { Name = "pixel accuracy" }];
        }

        /// <summary>The only output, when it has one logit per class and pixel; cross entropy itself would take other numbers of classes.</summary>
        private Tensor LogitsFor(ModelOutput output, Batch batch)
        {
            var (logits, shape) = (output.Tensor, batch.Target.shape);
            return logits.shape.SequenceEqual([shape[0], Classes, .. shape[1..]])
                ? logits
                : throw new InvalidOperationException(
                    $"Segmentation takes logits [N, classes, …] for targets [N, …]; the output is {Shape.Of(logits)}, the target {Shape.Of(batch.Target)} and there are {Classes} classes. Change the model's last layer or override Loss and Metrics.");
        }
    }
}
