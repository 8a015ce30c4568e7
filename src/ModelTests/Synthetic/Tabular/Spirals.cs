using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// Arms of Archimedean spirals that wind around each other: class k of K is r (cos φ, sin φ) with φ = 2π (turns r + k/K) and r = √u, u ~ U(0, 1),
    /// with Gaussian noise. Neighbouring arms are 1/(K turns) apart along each ray.
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="classes">The number of arms, at least 2.</param>
    /// <param name="turns">How often an arm goes around the centre, above 0.</param>
    /// <param name="noise">The standard deviation of the Gaussian noise on both coordinates, at least 0.</param>
    /// <param name="weights">The share of each class, above 0 and 1 in sum; equal by default. The samples have them exactly, up to rounding.</param>
    /// <param name="labelNoise">The share of labels, in [0, 1), that are replaced with one of the other classes.</param>
    /// <param name="distractors">The number of further features, N(0, 1), that the target does not depend on, at least 0; they come last.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, 2 + distractors] and targets [samples] of class indices (int64). Bayes error and loss floor are
    /// estimated from the known densities, with a standard error of at most 0.0036 (loss floor: times ln K).
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Spirals(
        int samples = 512,
        int classes = 3,
        double turns = 1,
        double noise = 0.02,
        IReadOnlyList<double>? weights = null,
        double labelNoise = 0,
        int distractors = 0,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(classes, 2);
        Require.StrictlyBetween(turns, 0, double.PositiveInfinity);
        Require.FiniteAtLeast(noise, 0);
        Require.InHalfOpenRange(labelNoise, 0, 1);
        Require.AtLeast(distractors, 0);
        var shares = ClassWeights.Of(weights, classes);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var labels = ClassWeights.Labels(shares, samples)[draw.Permutation(samples)];
        var inputs = Spiral(labels, draw.Uniform(0, 1, samples), classes, turns) + (draw.Normal(samples, 2) * noise);
        return draw.Deliver(Distractors.Behind(inputs, distractors, draw), Flipped(labels, labelNoise, classes, draw), new LearningTask.Classification(classes),
            () => CurveLimits.Of((arms, position) => Spiral(arms, position, classes, turns), shares, noise, labelNoise));
    }

    /// <summary>The point within whose radius a share of the arm, in [0, 1], lies, on the arm of each label.</summary>
    private static Tensor Spiral(Tensor labels, Tensor position, int classes, double turns)
    {
        var radius = position.sqrt();
        var angle = ((radius * turns) + (labels.to(float64) / classes)) * 2 * Math.PI;
        return stack([radius * cos(angle), radius * sin(angle)], 1);
    }
}
