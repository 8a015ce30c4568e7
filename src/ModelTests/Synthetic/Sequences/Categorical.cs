using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Draws categories with given probabilities.</summary>
internal static class Categorical
{
    /// <summary>One category per row, int64 [rows].</summary>
    /// <param name="draw">The random stream.</param>
    /// <param name="probabilities">[rows, categories], each row 1 in sum.</param>
    public static Tensor Draw(Drawing draw, Tensor probabilities)
    {
        // The last bound is 1 but for rounding and is not asked for: whatever reaches the others is the last category.
        var bounds = probabilities.cumsum(1).narrow(1, 0, probabilities.shape[1] - 1);
        return draw.Uniform(0, 1, probabilities.shape[0], 1).ge(bounds).sum(1);
    }
}
