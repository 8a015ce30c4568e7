using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The share of tokens that the largest logit gets right, over all positions of all sequences.</summary>
internal static class TokenAccuracy
{
    /// <summary>NaN when there is no token.</summary>
    /// <param name="logits">[tokens, classes].</param>
    /// <param name="target">Class indices [tokens].</param>
    public static Metric Of(Tensor logits, Tensor target)
    {
        using var scope = NewDisposeScope();
        return new("token accuracy", logits.argmax(1).eq(target).to(float64).mean().ToDouble());
    }
}
