using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>100 Var sin(π x₀ x₁) + 400/180 + 100/12 + 25/12; the first by Gauss-Legendre quadrature, 11.1876.</summary>
    private const double Friedman1Variance = 23.82646;

    /// <summary>
    /// A sine of a product, a parabola and two lines: x ~ U(0, 1) per feature and
    /// y = 10 sin(π x₀ x₁) + 20 (x₂ - 1/2)² + 10 x₃ + 5 x₄ + ε, ε ~ N(0, noise²); the features from x₅ on are distractors
    /// (Friedman, Multivariate adaptive regression splines, Annals of Statistics 19, 1991; make_friedman1 of scikit-learn).
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="features">The number of features, at least 5; those beyond five have nothing to do with y.</param>
    /// <param name="noise">The standard deviation of ε, in the unit of y, at least 0.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs and targets.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, features] and targets [samples, 1]. The loss floor is noise², the input-independent loss 23.826 + noise².
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Friedman1(
        int samples = 512,
        int features = 10,
        double noise = 0,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(features, 5);
        Require.FiniteAtLeast(noise, 0);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var inputs = draw.Uniform(0, 1, samples, features);
        Tensor Feature(int index) => inputs.narrow(1, index, 1);
        var curve = (sin(Feature(0) * Feature(1) * Math.PI) * 10) + ((Feature(2) - 0.5).square() * 20) + (Feature(3) * 10) + (Feature(4) * 5);
        return draw.Deliver(inputs, curve + (draw.Normal(samples, 1) * noise), new LearningTask.Regression(1),
            () => new Limits(Friedman1Variance + (noise * noise), noise * noise));
    }
}
