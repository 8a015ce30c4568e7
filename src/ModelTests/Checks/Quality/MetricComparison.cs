namespace ModelTests;

/// <summary>
/// Whether a metric is worse than in the baseline: Student's test of the difference of two means, one-sided (Student, The Probable Error of a Mean, 1908;
/// Fisher, Statistical Methods for Research Workers, 1925). It is taken twice: with the spread of both samples, which is the most sensitive where the spread is what it was, and
/// with the spread of the baseline alone, because a change that makes training unstable would else hide behind its own spread.
/// </summary>
internal sealed class MetricComparison
{
    /// <summary>How often at most a model that is as good as before may be called worse in any of its metrics, with other random numbers.</summary>
    public const double FalseAlarms = 1e-3;

    /// <summary>How surely the stated drop is found.</summary>
    public const double Power = 0.95;

    /// <summary>
    /// The rate is divided by this, because t supposes normal figures and those of trainings are skewed: a loss with the skewness 0.45
    /// was called worse 1.1 times in 1,000 at the nominal 1, and 0.5 times at half of it.
    /// </summary>
    private const int SkewnessMargin = 2;

    /// <summary>Over how many tests of one metric the rate is divided.</summary>
    private const int Tests = 2;

    /// <summary>The normal distribution's quantile of <see cref="Power"/>.</summary>
    private const double NormalQuantile = 1.645;

    private readonly double error;
    private readonly double critical;
    private readonly int degrees;

    /// <param name="verified">In the baseline.</param>
    /// <param name="received">Now.</param>
    /// <param name="seeds">How many trainings each of them is the mean of; at least 2.</param>
    /// <param name="metrics">How many metrics share the rate of false alarms (Bonferroni).</param>
    /// <param name="sameSamples">Whether the same samples were held out; else their sampling errors count as well.</param>
    /// <param name="tolerance">What was declared; null for the spread between seeds.</param>
    public MetricComparison(MetricLine verified, MetricLine received, int seeds, int metrics, bool sameSamples, double? tolerance)
    {
        (Verified, Received, IsTolerance) = (verified, received, tolerance is not null);
        // Five equal figures do not mean that the sixth is the same: a spread is no smaller than what one held-out sample makes.
        var resolution = Math.Max(verified.Resolution, received.Resolution);
        error = Error((Square(verified.Spread) + Square(received.Spread)) / 2, (Square(Sampling(verified)) + Square(Sampling(received))) / 2);
        degrees = 2 * (seeds - 1);
        var rate = FalseAlarms / SkewnessMargin / metrics / Tests;
        critical = StudentT.Quantile(rate, degrees);
        var criticalAlone = StudentT.Quantile(rate, seeds - 1);
        Allowed = tolerance ?? Math.Min(critical * error, criticalAlone * Error(Square(verified.Spread), Square(Sampling(verified))));

        double Error(double spread, double sampling) => Math.Sqrt((2 * Math.Max(spread, Square(resolution)) / seeds) + (sameSamples ? 0 : 2 * sampling));
    }

    /// <summary>In the baseline.</summary>
    public MetricLine Verified { get; }

    /// <summary>Now.</summary>
    public MetricLine Received { get; }

    /// <summary>Whether <see cref="Allowed"/> was declared.</summary>
    public bool IsTolerance { get; }

    /// <summary>How much worse it may be.</summary>
    public double Allowed { get; }

    /// <summary>How much worse it must become, at this spread, to be found with the probability <see cref="Power"/>.</summary>
    public double Finds => IsTolerance ? Allowed + (NormalQuantile * error) : StudentT.DetectableDifference(critical, degrees, Power) * error;

    /// <summary>By how much it is worse; negative when it is better.</summary>
    public double Worse => Verified.HigherIsBetter ? Verified.Mean - Received.Mean : Received.Mean - Verified.Mean;

    public bool IsWorse => Worse > Allowed;

    public bool IsBetter => -Worse > Allowed;

    /// <summary>Where rows are not samples it is not known, and taken to be as large as the spread between seeds.</summary>
    private static double Sampling(MetricLine line) => line.SamplingError ?? line.Spread;

    private static double Square(double value) => value * value;
}
