using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// A sheet bent to an S in space; the target is the position along the S: t ~ U(-3π/2, 3π/2), v ~ U(0, 2) and
    /// x = (sin t, v, sign(t) (cos t - 1)), with Gaussian noise (make_s_curve of scikit-learn).
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="noise">The standard deviation of the Gaussian noise on each coordinate, at least 0.</param>
    /// <param name="distractors">The number of further features, N(0, 1), that the target does not depend on, at least 0; they come last.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs and targets.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, 3 + distractors] and targets t [samples, 1]. The input-independent loss is (3π)²/12; the loss floor is 0 without noise and not known with it.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData SCurve(
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
        var position = draw.Uniform(-1.5 * Math.PI, 1.5 * Math.PI, samples, 1);
        var inputs = cat([sin(position), draw.Uniform(0, 2, samples, 1), position.sign() * (cos(position) - 1)], 1) + (draw.Normal(samples, 3) * noise);
        return draw.Deliver(Distractors.Behind(inputs, distractors, draw), position, new LearningTask.Regression(1), () => SheetLimits(noise));
    }
}
