using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>Var y without noise, by Gauss-Legendre quadrature over the four features.</summary>
    private const double Friedman2Variance = 143595.1;

    /// <summary>
    /// The impedance of an electric circuit: x₀ ~ U(0, 100), x₁ ~ U(40π, 560π), x₂ ~ U(0, 1), x₃ ~ U(1, 11) and
    /// y = √(x₀² + (x₁ x₂ - 1/(x₁ x₃))²) + ε, ε ~ N(0, noise²)
    /// (Friedman, Multivariate adaptive regression splines, Annals of Statistics 19, 1991; make_friedman2 of scikit-learn).
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
    /// Inputs [samples, 4 + distractors] and targets [samples, 1], between 0 and about 1763. The loss floor is noise², the input-independent loss 143595.1 + noise².
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Friedman2(
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
        var targets = (inputs.narrow(1, 0, 1).square() + Reactance(inputs).square()).sqrt() + (draw.Normal(samples, 1) * noise);
        return draw.Deliver(Distractors.Behind(inputs, distractors, draw), targets, new LearningTask.Regression(1),
            () => new Limits(Friedman2Variance + (noise * noise), noise * noise));
    }

    /// <summary>Resistance, frequency, inductance and capacitance, [samples, 4].</summary>
    private static Tensor Circuit(int samples, Drawing draw) =>
        cat([draw.Uniform(0, 100, samples, 1), draw.Uniform(40 * Math.PI, 560 * Math.PI, samples, 1), draw.Uniform(0, 1, samples, 1), draw.Uniform(1, 11, samples, 1)], 1);

    /// <summary>x₁ x₂ - 1/(x₁ x₃), [samples, 1].</summary>
    private static Tensor Reactance(Tensor circuit) =>
        (circuit.narrow(1, 1, 1) * circuit.narrow(1, 2, 1)) - (circuit.narrow(1, 1, 1) * circuit.narrow(1, 3, 1)).reciprocal();
}
