using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests;

public abstract partial record LearningTask
{
    /// <summary>
    /// Named entities as tags of tokens (BIO): class 0 is O, outside of all entities; 1 is B-X, the first token of an entity of the first type X, and 2 is I-X, a further one; and so on.
    /// Logits [N, T, 1 + 2 types], targets [N, T] (int64). Cross entropy in nats per token; entity F1 by exact spans and token accuracy.
    /// A target of -100 is ignored; where all are, the loss is NaN.
    /// </summary>
    public sealed record Tagging : LearningTask
    {
        private readonly string[] classNames;

        /// <summary>Tags for entities of these types.</summary>
        /// <param name="types">What the types are called, such as "PER" and "LOC"; at least one.</param>
        /// <exception cref="ArgumentException">There are no types.</exception>
        public Tagging(params IReadOnlyList<string> types)
        {
            ArgumentNullException.ThrowIfNull(types);
            if (types.Count == 0)
                throw new ArgumentException("types is empty; it must have at least one entity type.", nameof(types));
            classNames = ["O", .. types.SelectMany(type => new[] { $"B-{type}", $"I-{type}" })];
        }

        /// <inheritdoc/>
        public override IReadOnlyList<string> ClassNames => classNames;

        /// <inheritdoc/>
        public override Tensor Loss(ModelOutput output, Batch batch)
        {
            var (logits, target) = TokenLogits.Of(output, batch.Target, classNames.Length);
            return functional.cross_entropy(logits, target);
        }

        /// <inheritdoc/>
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch)
        {
            using var scope = NewDisposeScope();
            var (logits, target) = TokenLogits.Of(output, batch.Target, classNames.Length);
            return [EntityF1.Of(output.Tensor.argmax(-1), batch.Target), TokenAccuracy.Of(logits, target)];
        }
    }
}
