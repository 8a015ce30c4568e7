using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests;

public abstract partial record LearningTask
{
    /// <summary>
    /// Counts with a Poisson distribution: the outputs are logarithms of rates, of the targets' shape, such as [N, 1]; targets are counts from 0 as real numbers.
    /// Poisson negative log-likelihood without its constant; share of the deviance explained.
    /// </summary>
    public sealed record Counts : LearningTask
    {
        /// <inheritdoc/>
        public override Tensor Loss(ModelOutput output, Batch batch) =>
            functional.poisson_nll_loss(SameShape.Of(output.Tensor, batch.Target), batch.Target, log_input: true);

        /// <inheritdoc/>
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch) =>
            [DevianceExplained.Of(SameShape.Of(output.Tensor, batch.Target), batch.Target)];
    }
}
