using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// A sum of features of which some values are missing: x ~ N(0, 1) per feature, y = (Σ x)/√features + ε, ε ~ N(0, noise²), of the values before they were lost.
    /// With NotAtRandom a model that knows where values are missing does better than one that takes 0 for a value.
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="features">The number of features, at least 2.</param>
    /// <param name="missing">The share of missing values, in (0, 1), in the mean over the samples; with AtRandom at most 0.5, and of the features behind the first.</param>
    /// <param name="mechanism">Completely at random: each value by chance. At random: where x₀ > 0, each value behind x₀ with the probability 2 missing. Not at random: each value above the (1 - missing) quantile.</param>
    /// <param name="mask">True gives 0 for a missing value and a second input, the mask, that is 1 where a value is there and 0 where it is missing; false gives NaN.</param>
    /// <param name="noise">The standard deviation of ε, in the unit of y, at least 0.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs and targets.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs "data" [samples, features] and, with a mask, "mask" [samples, features]; targets [samples, 1]. Loss floor: noise² + missing (completely at random), noise² + missing (features - 1)/features
    /// (at random) or noise² + missing Var(x | x > q), q the quantile (not at random); the input-independent loss is 1 + noise².
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData MissingValues(
        int samples = 512,
        int features = 8,
        double missing = 0.3,
        Missingness mechanism = Missingness.NotAtRandom,
        bool mask = true,
        double noise = 0.1,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(features, 2);
        Require.StrictlyBetween(missing, 0, 1);
        if (!Enum.IsDefined(mechanism))
            throw new ArgumentOutOfRangeException(nameof(mechanism), mechanism, $"mechanism is {mechanism}; it must be CompletelyAtRandom, AtRandom or NotAtRandom.");
        if (mechanism == Missingness.AtRandom && missing > 0.5)
            throw new ArgumentOutOfRangeException(nameof(missing), missing, FormattableString.Invariant($"missing is {missing}; with AtRandom, which spares half of the samples, it must be at most 0.5."));
        Require.FiniteAtLeast(noise, 0);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var values = draw.Normal(samples, features);
        var targets = (values.sum(1, keepdim: true) / Math.Sqrt(features)) + (draw.Normal(samples, 1) * noise);
        var quantile = tensor(1 - (2 * missing), float64, CPU).erfinv().item<double>() * Math.Sqrt(2);
        var lost = mechanism switch
        {
            Missingness.CompletelyAtRandom => draw.Uniform(0, 1, samples, features).lt(missing),
            Missingness.AtRandom => draw.Uniform(0, 1, samples, features).lt(2 * missing).logical_and(values.narrow(1, 0, 1).gt(0)).logical_and(arange(features, int64, CPU).gt(0)),
            _ => values.gt(quantile),
        };
        var inputs = mask ? new[] { values.masked_fill(lost, 0), lost.logical_not().to(float64) } : [values.masked_fill(lost, double.NaN)];
        return draw.Deliver(new Batch(inputs, [targets]), new LearningTask.Regression(1),
            () => new Limits(1 + (noise * noise), (noise * noise) + LostVariance(features, missing, mechanism, quantile)), mask ? ["data", "mask"] : ["data"], ["label"]);
    }

    /// <summary>The share of the target's variance, which is 1 without noise, that is gone with the missing values. Var(x | x > q) = 1 + q h - h² with h = φ(q)/missing.</summary>
    private static double LostVariance(int features, double missing, Missingness mechanism, double quantile)
    {
        var mean = Math.Exp(-quantile * quantile / 2) / Math.Sqrt(2 * Math.PI) / missing;
        return mechanism switch
        {
            Missingness.CompletelyAtRandom => missing,
            Missingness.AtRandom => missing * (features - 1) / features,
            _ => missing * (1 + (quantile * mean) - (mean * mean)),
        };
    }
}
