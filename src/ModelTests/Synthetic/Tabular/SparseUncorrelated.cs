using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// A line through four of many independent features: x ~ N(0, 1) per feature and y = x₀ + 2 x₁ - 2 x₂ - 1.5 x₃ + ε, ε ~ N(0, noise²)
    /// (Celeux, El Anbari, Marin and Robert, Regularization in regression, Bayesian Analysis 7, 2012; make_sparse_uncorrelated of scikit-learn, where noise is 1).
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="features">The number of features, at least 4; those beyond four have nothing to do with y.</param>
    /// <param name="noise">The standard deviation of ε, in the unit of y, at least 0.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs and targets.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, features] and targets [samples, 1]. The loss floor is noise², the input-independent loss 11.25 + noise².
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData SparseUncorrelated(
        int samples = 512,
        int features = 10,
        double noise = 1,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(features, 4);
        Require.FiniteAtLeast(noise, 0);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var inputs = draw.Normal(samples, features);
        var line = inputs.narrow(1, 0, 4).matmul(tensor([1, 2, -2, -1.5], [4, 1], float64, CPU));
        return draw.Deliver(inputs, line + (draw.Normal(samples, 1) * noise), new LearningTask.Regression(1), () => new Limits(11.25 + (noise * noise), noise * noise));
    }
}
