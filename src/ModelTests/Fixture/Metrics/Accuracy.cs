namespace ModelTests;

/// <summary>The share of class indices that the largest logit gets right.</summary>
internal static class Accuracy
{
    /// <summary>NaN when every target is ignored.</summary>
    public static Metric Of(ModelOutput output, Batch batch)
    {
        var (right, of) = LabelAccuracy.Of(output, batch)
            ?? throw new InvalidOperationException(
                $"Accuracy takes logits with one dimension more than the class indices (int64); the output is {Shape.Of(output.Tensor)} and the target {batch.Target.dtype} {Shape.Of(batch.Target)}. Override Metrics.");
        return new("accuracy", of == 0 ? double.NaN : (double)right / of);
    }
}
