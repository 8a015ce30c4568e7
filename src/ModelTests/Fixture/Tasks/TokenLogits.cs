using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Brings the logits of all tokens that count below one another.</summary>
internal static class TokenLogits
{
    /// <summary>Logits [tokens, classes] and class indices [tokens], without the targets that are -100.</summary>
    /// <param name="output">One tensor of the target's shape with the classes behind it, such as [N, T, classes].</param>
    /// <param name="target">Class indices (int64), such as [N, T].</param>
    /// <param name="classes">How many classes the task has.</param>
    public static (Tensor Logits, Tensor Target) Of(ModelOutput output, Tensor target, int classes)
    {
        var logits = output.Tensor;
        if (target.dtype != int64 || !logits.shape.SequenceEqual([.. target.shape, classes]))
        {
            throw new InvalidOperationException(
                $"The task takes logits of shape {Shape.OfSizes([.. target.shape, classes])} for targets of type int64; the model's output has shape {Shape.Of(logits)} and the target type {target.dtype}. "
                + "Put the classes last in Forward, or override Loss and Metrics.");
        }
        var (rows, labels) = (logits.reshape(-1, classes), target.reshape(-1));
        var counted = labels.ne(LabelAccuracy.Ignored).nonzero().flatten();
        return (rows.index_select(0, counted), labels.index_select(0, counted));
    }
}
