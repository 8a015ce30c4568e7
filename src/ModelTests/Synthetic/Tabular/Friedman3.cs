using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>Var y without noise, by Gauss-Legendre quadrature over the four features.</summary>
    private const double Friedman3Variance = 0.100238;

    /// <summary>
    /// The phase of an electric circuit: x₀ ~ U(0, 100), x₁ ~ U(40π, 560π), x₂ ~ U(0, 1), x₃ ~ U(1, 11) and
    /// y = arctan((x₁ x₂ - 1/(x₁ x₃))/x₀) + ε, ε ~ N(0, noise²)
    /// (Friedman, Multivariate adaptive regression splines, Annals of Statistics 19, 1991; make_friedman3 of scikit-learn).
    /// The features differ in scale by a factor of a thousand: a model that does not normalise them sees little but x₁.
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="noise">The standard deviation of ε, in the unit of y, at least 0.</param>
    /// <param name="distractors">The number of further features, N(0, 1), that the target does not depend on, at least 0; they come last.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs and targets.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, 4 + distractors] and targets [samples, 1] in radians. The loss floor is noise², the input-independent loss 0.100238 + noise².
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Friedman3(
        int samples = 512,
        double noise = 0,
        int distractors = 0,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.FiniteAtLeast(noise, 0);
        Require.AtLeast(distractors, 0);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var inputs = Circuit(samples, draw);
        var targets = atan(Reactance(inputs) / inputs.narrow(1, 0, 1)) + (draw.Normal(samples, 1) * noise);
        return draw.Deliver(Distractors.Behind(inputs, distractors, draw), targets, new LearningTask.Regression(1),
            () => new Limits(Friedman3Variance + (noise * noise), noise * noise));
    }
}
