using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests;

public abstract partial record LearningTask
{
    /// <summary>
    /// Embeddings of three inputs, anchor, positive and negative, in which the anchor is nearer to the positive: three outputs [N, D], no targets.
    /// Triplet loss, the mean of max(0, d(anchor, positive) - d(anchor, negative) + margin) with the Euclidean distance d
    /// (after Schroff, Kalenichenko and Philbin, FaceNet, 2015, who square d); the share of triplets in the right order.
    /// </summary>
    /// <param name="Margin">How much nearer the positive must be to cost nothing, above 0.</param>
    public sealed record Triplets(double Margin = 1) : LearningTask
    {
        /// <inheritdoc/>
        public override Tensor Loss(ModelOutput output, Batch batch)
        {
            var (positive, negative) = Distances(output);
            return (positive - negative + Margin).clamp(min: 0).mean();
        }

        /// <inheritdoc/>
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch)
        {
            using var scope = NewDisposeScope();
            var (positive, negative) = Distances(output);
            return [new("triplet accuracy", positive.lt(negative).to(float64).mean().ToDouble())];
        }

        private static (Tensor Positive, Tensor Negative) Distances(ModelOutput output)
        {
            var (anchor, positive, negative) = output;
            return (functional.pairwise_distance(anchor, SameShape.Of(positive, anchor)), functional.pairwise_distance(anchor, SameShape.Of(negative, anchor)));
        }
    }
}
