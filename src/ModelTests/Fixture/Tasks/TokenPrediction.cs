using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests;

public abstract partial record LearningTask
{
    /// <summary>
    /// One token of a vocabulary per position, such as the next one: logits [N, T, vocabulary], targets [N, T] of tokens from 0 (int64).
    /// Cross entropy in nats per token; token accuracy and perplexity. A target of -100 is ignored; where all are, the loss is NaN.
    /// </summary>
    /// <param name="Vocabulary">The number of tokens, at least 2.</param>
    public sealed record TokenPrediction(int Vocabulary) : LearningTask
    {
        /// <inheritdoc/>
        public override IReadOnlyList<string> ClassNames => Numbered("token", Vocabulary);

        /// <inheritdoc/>
        public override Tensor Loss(ModelOutput output, Batch batch)
        {
            var (logits, target) = TokenLogits.Of(output, batch.Target, Vocabulary);
            return functional.cross_entropy(logits, target);
        }

        /// <inheritdoc/>
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch)
        {
            using var scope = NewDisposeScope();
            var (logits, target) = TokenLogits.Of(output, batch.Target, Vocabulary);
            return [TokenAccuracy.Of(logits, target), Perplexity.Of(logits, target)];
        }
    }
}
