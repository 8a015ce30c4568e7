using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests;

public abstract partial record LearningTask
{
    /// <summary>Yes or no: logits and targets of one shape, such as [N, 1], targets 0 or 1 as real numbers. Binary cross entropy in nats; accuracy.</summary>
    public sealed record BinaryClassification : LearningTask
    {
        /// <inheritdoc/>
        public override IReadOnlyList<string> ClassNames => ["no", "yes"];

        /// <inheritdoc/>
        public override Tensor Loss(ModelOutput output, Batch batch) =>
            functional.binary_cross_entropy_with_logits(SameShape.Of(output.Tensor, batch.Target), batch.Target);

        /// <inheritdoc/>
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch)
        {
            using var scope = NewDisposeScope();
            return [new("accuracy", SameShape.Of(output.Tensor, batch.Target).gt(0).eq(batch.Target.gt(0.5)).to(float64).mean().ToDouble())];
        }
    }
}
