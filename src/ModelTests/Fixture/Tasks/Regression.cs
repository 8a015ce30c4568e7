using static TorchSharp.torch;

namespace ModelTests;

public abstract partial record LearningTask
{
    /// <summary>Real numbers: outputs and targets of one shape, such as [N, targets]. Mean squared error; R².</summary>
    /// <param name="Targets">How many numbers per sample, at least 1.</param>
    public sealed record Regression(int Targets) : LearningTask
    {
        /// <inheritdoc/>
        public override Tensor Loss(ModelOutput output, Batch batch) => DefaultLoss.Of(output.Tensor, batch.Target);

        /// <inheritdoc/>
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch) =>
            [RSquared.Of(SameShape.Of(output.Tensor, batch.Target), batch.Target)];
    }
}
