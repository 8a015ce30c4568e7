using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests;

/// <summary>The loss of a fixture that names none.</summary>
internal static class DefaultLoss
{
    public static Tensor Of(Tensor output, Tensor target)
    {
        if (!target.is_integral())
        {
            return output.shape.SequenceEqual(target.shape)
                ? functional.mse_loss(output, target)
                : throw new InvalidOperationException(
                    $"The default loss, mean squared error, would compare an output of shape {Shape.Of(output)} with a target of shape {Shape.Of(target)}; give both the same shape or override Loss.");
        }
        if (target.dtype != int64)
            throw new InvalidOperationException($"The default loss, cross entropy, takes class indices of type int64; the target is {target.dtype}. Convert it or override Loss.");
        return output.dim() == target.dim() + 1
            ? functional.cross_entropy(ClassesSecond(output, target), target)
            : throw new InvalidOperationException(
                $"The default loss, cross entropy, takes logits with one dimension more than the class indices; the output is {Shape.Of(output)} and the target {Shape.Of(target)}. Override Loss.");
    }

    /// <summary>Cross entropy takes the classes in dimension 1; a token model gives [batch, time, classes].</summary>
    private static Tensor ClassesSecond(Tensor logits, Tensor target) =>
        logits.dim() == 3 && logits.shape[1] == target.shape[1] ? logits.transpose(1, 2) : logits;
}
