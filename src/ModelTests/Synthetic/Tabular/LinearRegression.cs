using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// A random linear model: x ~ N(0, 1) per feature, y = bias + x·β + ε per target, ε ~ N(0, noise²), with β ~ U(0, 1) for the informative features and 0 for the others
    /// (make_regression of scikit-learn, whose β are a hundred times as large: targets of order 1 suit the learning rates of neural networks).
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="features">The number of features, at least informative.</param>
    /// <param name="informative">The number of features that y depends on, at least 1; they come first.</param>
    /// <param name="targets">The number of targets, at least 1, each with coefficients of its own.</param>
    /// <param name="bias">What is added to all targets, finite.</param>
    /// <param name="effectiveRank">About how many directions the inputs have, at least 1; all, by default. The singular values are then those of make_low_rank_matrix of scikit-learn, (1 - tailStrength) e^(-(i/effectiveRank)²) + tailStrength e^(-i/(10 effectiveRank)), and the inputs small: of order 1/√samples.</param>
    /// <param name="tailStrength">The weight of the slowly falling part of the singular values, in [0, 1); without effectiveRank it is not used.</param>
    /// <param name="noise">The standard deviation of ε, in the unit of y, at least 0.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs and targets.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, features] and targets [samples, targets]. The loss floor is noise², the input-independent loss the mean over the targets of |β|², + noise²;
    /// not known with an effective rank.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData LinearRegression(
        int samples = 512,
        int features = 20,
        int informative = 10,
        int targets = 1,
        double bias = 0,
        int? effectiveRank = null,
        double tailStrength = 0.5,
        double noise = 0.1,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(informative, 1);
        Require.AtLeast(features, informative);
        Require.AtLeast(targets, 1);
        Require.Finite(bias);
        Require.AtLeast(effectiveRank ?? 1, 1, nameof(effectiveRank));
        Require.InHalfOpenRange(tailStrength, 0, 1);
        Require.FiniteAtLeast(noise, 0);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var inputs = effectiveRank is { } rank ? LowRank(samples, features, rank, tailStrength, draw) : draw.Normal(samples, features);
        var coefficients = draw.Uniform(0, 1, informative, targets);
        var explained = coefficients.square().sum().item<double>() / targets;
        var values = inputs.narrow(1, 0, informative).matmul(coefficients) + bias + (draw.Normal(samples, targets) * noise);
        return draw.Deliver(inputs, values, new LearningTask.Regression(targets),
            () => new Limits(effectiveRank is null ? explained + (noise * noise) : null, noise * noise));
    }

    /// <summary>A matrix with random singular vectors and a bell-shaped profile of singular values with a tail.</summary>
    private static Tensor LowRank(int rows, int columns, int rank, double tailStrength, Drawing draw)
    {
        var size = Math.Min(rows, columns);
        var (left, _) = linalg.qr(draw.Normal(rows, size));
        var (right, _) = linalg.qr(draw.Normal(columns, size));
        var index = arange(size, float64, CPU) / rank;
        var values = (exp(-index.square()) * (1 - tailStrength)) + (exp(index * -0.1) * tailStrength);
        return (left * values).matmul(right.t());
    }
}
