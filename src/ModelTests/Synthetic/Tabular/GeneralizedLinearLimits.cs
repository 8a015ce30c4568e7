using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>What can be reached on <see cref="Synthetic.GeneralizedLinear"/>, from the known distribution of the linear predictor, η ~ N(bias, signal²).</summary>
internal static class GeneralizedLinearLimits
{
    public static Limits Of(GeneralizedLinearFamily family, int classes, double signal, double bias) => family switch
    {
        GeneralizedLinearFamily.Binomial => Binomial(signal, bias),
        GeneralizedLinearFamily.Poisson => Poisson(signal, bias),
        _ => Multinomial(classes, signal),
    };

    /// <summary>E[min(p, 1 - p)] and E[H(p)] for p = σ(η). The trapezoid rule is exact to rounding for functions as smooth as these; min has a kink at 0 only, which costs 1e-5.</summary>
    private static Limits Binomial(double signal, double bias)
    {
        using var scope = NewDisposeScope();
        var z = linspace(-10, 10, 20_001, float64, CPU);
        var weight = exp(-z.square() / 2) * (0.001 / Math.Sqrt(2 * Math.PI));
        var predictor = (z * signal) + bias;
        var (yes, no) = (predictor.sigmoid(), (-predictor).sigmoid());
        var share = (weight * yes).sum();
        return new Limits(
            (special.entr(share) + special.entr(1 - share)).ToDouble(),
            (weight * (special.entr(yes) + special.entr(no))).sum().ToDouble(),
            (weight * minimum(yes, no)).sum().ToDouble());
    }

    /// <summary>The loss at the rate λ is E[λ - y ln λ]. With a log-normal rate e^η, E e^η = e^(m + s²/2) and E[η e^η] = (m + s²) e^(m + s²/2).</summary>
    private static Limits Poisson(double signal, double bias)
    {
        var mean = Math.Exp(bias + (signal * signal / 2));
        return new Limits(mean * (1 - bias - (signal * signal / 2)), mean * (1 - bias - (signal * signal)));
    }

    /// <summary>By symmetry each class has the same share; at right angles the predictors are independent.</summary>
    private static Limits Multinomial(int classes, double signal)
    {
        double[] shares = [.. Enumerable.Repeat(1.0 / classes, classes)];
        return PosteriorLimits.Of(shares, 0, (labels, draw) => draw.Normal(labels.shape[0], classes) * signal);
    }
}
