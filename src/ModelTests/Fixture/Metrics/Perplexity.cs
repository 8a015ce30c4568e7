using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests;

/// <summary>Among how many equally likely tokens a model is undecided: e to the power of the cross entropy in nats.</summary>
internal static class Perplexity
{
    /// <summary>1 for a model that is sure and right, the vocabulary's size for one that finds all tokens equally likely; NaN when there is no token.</summary>
    /// <param name="logits">[tokens, vocabulary].</param>
    /// <param name="target">Tokens [tokens].</param>
    public static Metric Of(Tensor logits, Tensor target)
    {
        using var scope = NewDisposeScope();
        return new("perplexity", Math.Exp(functional.cross_entropy(logits.detach().to(float64), target).ToDouble()), HigherIsBetter: false);
    }
}
