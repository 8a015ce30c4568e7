using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    private const int HastieFeatures = 10;
    private const double HastieThreshold = 9.34;

    /// <summary>
    /// A ball within a shell: ten features x ~ N(0, 1), class 1 where their squares sum up to more than 9.34, about the median of χ² with ten degrees of freedom,
    /// and else class 0 (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2009, equation 10.2; make_hastie_10_2 of scikit-learn,
    /// whose labels are -1 and 1).
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="labelNoise">The share of labels, in [0, 1), that are replaced with the other class.</param>
    /// <param name="distractors">The number of further features, N(0, 1), that the target does not depend on, at least 0; they come last.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the inputs.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, 10 + distractors] and targets [samples] of class indices (int64): 0 inside, 1 outside. The Bayes error is the label noise
    /// (1 - labelNoise past 0.5), the loss floor its entropy.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Hastie(
        int samples = 512,
        double labelNoise = 0,
        int distractors = 0,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.InHalfOpenRange(labelNoise, 0, 1);
        Require.AtLeast(distractors, 0);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var inputs = draw.Normal(samples, HastieFeatures);
        var labels = inputs.square().sum(1).gt(HastieThreshold).to(int64);
        return draw.Deliver(Distractors.Behind(inputs, distractors, draw), Flipped(labels, labelNoise, 2, draw),
            new LearningTask.Classification(2) { Names = ["inside", "outside"] },
            () => PosteriorLimits.WithoutOverlap([1 - HastieShareOutside(), HastieShareOutside()], labelNoise));
    }

    /// <summary>P(χ² with ten degrees of freedom > threshold) = e^(-h) Σ h^k/k! over k from 0 to 4, with h half of the threshold.</summary>
    private static double HastieShareOutside()
    {
        const double half = HastieThreshold / 2;
        var (term, sum) = (1.0, 1.0);
        for (var k = 1; k < HastieFeatures / 2; k++)
            sum += term *= half / k;
        return Math.Exp(-half) * sum;
    }
}
