using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    /// <summary>
    /// A linear model seen through a link function: x ~ N(0, 1) per feature, the linear predictor is η = bias + signal · x·β with |β| = 1 in a random direction,
    /// and the response is drawn from the family's distribution at η (McCullagh and Nelder, Generalized Linear Models, 1989). Noise that no model can explain
    /// is part of it, and how much is known.
    /// </summary>
    /// <param name="samples">The number of samples, at least 1.</param>
    /// <param name="family">Binomial: y ~ Bernoulli(1/(1 + e^-η)). Multinomial: P(y = k) = softmax(η)ₖ, the classes' βₖ at right angles. Poisson: y ~ Poisson(e^η).</param>
    /// <param name="features">The number of features that y depends on, at least 1; with Multinomial at least classes.</param>
    /// <param name="classes">The number of classes with Multinomial, at least 2; the other families ignore it.</param>
    /// <param name="signal">The standard deviation of η, at least 0; 4 by default, and 1 with Poisson, whose rates are its exponential (at most 3 there, with bias at most 5).</param>
    /// <param name="bias">The mean of η, finite. With Multinomial it is the same for all classes and changes nothing.</param>
    /// <param name="distractors">The number of further features, N(0, 1), that the target does not depend on, at least 0; they come last.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">The floating-point type of the real numbers.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, features + distractors]. Targets [samples, 1] of 0 or 1 (Binomial), [samples] of class indices (int64, Multinomial) or [samples, 1] of counts (Poisson).
    /// With Binomial and Poisson the limits are integrals over η ~ N(bias, signal²): exact; with Multinomial Bayes error and loss floor are estimated
    /// from the known probabilities, with a standard error of at most 0.0036 (loss floor: times ln classes). The losses of Poisson lack the constant ln y!, as its task's loss does.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData GeneralizedLinear(
        int samples = 512,
        GeneralizedLinearFamily family = GeneralizedLinearFamily.Binomial,
        int features = 10,
        int classes = 3,
        double? signal = null,
        double bias = 0,
        int distractors = 0,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        if (!Enum.IsDefined(family))
            throw new ArgumentOutOfRangeException(nameof(family), family, $"family is {family}; it must be Binomial, Multinomial or Poisson.");
        Require.AtLeast(classes, 2);
        Require.AtLeast(features, family == GeneralizedLinearFamily.Multinomial ? classes : 1);
        var strength = signal ?? (family == GeneralizedLinearFamily.Poisson ? 1 : 4);
        Require.FiniteAtLeast(strength, 0, nameof(signal));
        Require.Finite(bias);
        if (family == GeneralizedLinearFamily.Poisson && (strength > 3 || bias > 5))
            throw new ArgumentException(FormattableString.Invariant($"signal is {strength} and bias is {bias}; with Poisson signal must be at most 3 and bias at most 5, or counts get too large to be told apart."), nameof(signal));
        Require.AtLeast(distractors, 0);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var inputs = draw.Normal(samples, features);
        var (directions, _) = linalg.qr(draw.Normal(features, family == GeneralizedLinearFamily.Multinomial ? classes : 1));
        var predictor = (inputs.matmul(directions) * strength) + bias;
        var targets = family switch
        {
            GeneralizedLinearFamily.Binomial => draw.Uniform(0, 1, samples, 1).lt(predictor.sigmoid()).to(float64),
            GeneralizedLinearFamily.Poisson => draw.Poisson(predictor.exp()),
            // The greatest of the predictors, each with Gumbel noise, has the softmax probabilities.
            _ => (predictor - (-draw.Uniform(0, 1, samples, classes).log()).log()).argmax(1),
        };
        LearningTask task = family switch
        {
            GeneralizedLinearFamily.Binomial => new LearningTask.BinaryClassification(),
            GeneralizedLinearFamily.Poisson => new LearningTask.Counts(),
            _ => new LearningTask.Classification(classes),
        };
        return draw.Deliver(Distractors.Behind(inputs, distractors, draw), targets, task, () => GeneralizedLinearLimits.Of(family, classes, strength, bias));
    }
}
