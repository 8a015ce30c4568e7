using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests;

public abstract partial record LearningTask
{
    /// <summary>
    /// Embeddings of two inputs that are near for samples of one class and far for others: two outputs [N, D], targets [N], 1 for the same class
    /// and 0 for different ones, as real numbers. Contrastive loss, the mean of y d²/2 + (1 - y) max(0, margin - d)²/2 with the Euclidean distance d
    /// (Hadsell, Chopra and LeCun, Dimensionality Reduction by Learning an Invariant Mapping, 2006); area under the ROC curve of -d.
    /// </summary>
    /// <param name="Margin">The distance from which two different samples cost nothing, above 0.</param>
    public sealed record Pairs(double Margin = 1) : LearningTask
    {
        /// <inheritdoc/>
        public override IReadOnlyList<string> ClassNames => ["different", "same"];

        /// <inheritdoc/>
        public override Tensor Loss(ModelOutput output, Batch batch)
        {
            var distance = SameShape.Of(Distance(output), batch.Target);
            return ((batch.Target * distance.square()) + ((1 - batch.Target) * (Margin - distance).clamp(min: 0).square())).mean() / 2;
        }

        /// <inheritdoc/>
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch)
        {
            using var scope = NewDisposeScope();
            return [RocAuc.Of(-SameShape.Of(Distance(output), batch.Target), batch.Target)];
        }

        private static Tensor Distance(ModelOutput output)
        {
            var (first, second) = output;
            return functional.pairwise_distance(first, SameShape.Of(second, first));
        }
    }
}
