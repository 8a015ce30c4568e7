using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Replaces what initialisation draws by values that hang on a tensor's shape and number alone.</summary>
internal static class FixedWeights
{
    /// <summary>Values uniform around 0 with variance 1 / inputs keep the size of what passes through a layer (LeCun et al. 1998, "Efficient BackProp", section 4.6).</summary>
    private const double VarianceOfUniform = 1.0 / 3;

    public static void Fill(Tensor weights, InitialTensor initial, int number)
    {
        if (initial.Drawn is not { } drawn)
            return;
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var bound = Math.Sqrt(1 / (VarianceOfUniform * Math.Max(1, Inputs(weights.shape))));
        var values = new double[weights.NumberOfElements];
        for (var i = 0; i < values.Length; i++)
            values[i] = bound * (initial.IsNonNegative ? Math.Abs(IndexNoise.Uniform((ulong)number + 1, i)) : IndexNoise.Uniform((ulong)number + 1, i));
        var chosen = tensor(values, float64).reshape(weights.shape).to(weights.dtype).to(weights.device);
        weights.copy_(where(drawn.to(weights.device), chosen, weights));
    }

    /// <summary>How many inputs each output of a layer with such a weight has.</summary>
    private static long Inputs(long[] shape) => shape.Length switch
    {
        0 => 1,
        1 => shape[0],
        _ => shape.Skip(1).Aggregate(1L, (product, size) => product * size),
    };
}
