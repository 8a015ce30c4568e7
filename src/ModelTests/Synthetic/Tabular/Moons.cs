using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// Two half circles of radius 1 that hold each other: the upper one is (cos t, sin t), the lower one (1 - cos t, 1/2 - sin t),
    /// t ~ U(0, π), with Gaussian noise (make_moons of scikit-learn, which spaces t evenly).
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="noise">The standard deviation of the Gaussian noise on both coordinates, at least 0.</param>
    /// <param name="weights">The share of each class, above 0 and 1 in sum; equal by default. The samples have them exactly, up to rounding.</param>
    /// <param name="labelNoise">The share of labels, in [0, 1), that are replaced with the other class.</param>
    /// <param name="distractors">The number of further features, N(0, 1), that the target does not depend on, at least 0; they come last.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, 2 + distractors] and targets [samples] of class indices (int64): 0 upper, 1 lower. Bayes error and loss floor are
    /// estimated from the known densities, with a standard error of at most 0.0036.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Moons(
        int samples = 512,
        double noise = 0.1,
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
        Require.FiniteAtLeast(noise, 0);
        Require.InHalfOpenRange(labelNoise, 0, 1);
        Require.AtLeast(distractors, 0);
        var shares = ClassWeights.Of(weights, 2);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var labels = ClassWeights.Labels(shares, samples)[draw.Permutation(samples)];
        var inputs = Moon(labels, draw.Uniform(0, 1, samples)) + (draw.Normal(samples, 2) * noise);
        return draw.Deliver(Distractors.Behind(inputs, distractors, draw), Flipped(labels, labelNoise, 2, draw),
            new LearningTask.Classification(2) { Names = ["upper", "lower"] }, () => CurveLimits.Of(Moon, shares, noise, labelNoise));
    }

    /// <summary>The point at a share of the arc, in [0, 1], of the moon of each label.</summary>
    private static Tensor Moon(Tensor labels, Tensor position)
    {
        var angle = position * Math.PI;
        var lower = labels.to(float64);
        var direction = 1 - (2 * lower);
        return stack([(direction * cos(angle)) + lower, (direction * sin(angle)) + (lower / 2)], 1);
    }
}
