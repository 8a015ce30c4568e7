namespace ModelTests;

/// <summary>
/// Whether a metric is worse than in the baseline: Student's two-sample test of the means, one-sided, with the pooled spread between seeds
/// (Student, The Probable Error of a Mean, 1908; Fisher, Statistical Methods for Research Workers, 1925).
/// </summary>
/// <param name="Verified">In the baseline.</param>
/// <param name="Received">Now.</param>
/// <param name="Allowed">How much worse it may be.</param>
/// <param name="Finds">How much worse it must become to be found with the probability <see cref="Power"/>.</param>
/// <param name="IsTolerance">Whether <paramref name="Allowed"/> was declared.</param>
internal sealed record MetricComparison(MetricLine Verified, MetricLine Received, double Allowed, double Finds, bool IsTolerance)
{
    /// <summary>How often at most a model that is as good as before may be called worse in any of its metrics, with other random numbers.</summary>
    public const double FalseAlarms = 1e-3;

    /// <summary>How surely the stated drop is found.</summary>
    public const double Power = 0.95;

    /// <summary>The normal distribution's quantile of <see cref="Power"/>.</summary>
    private const double NormalQuantile = 1.645;

    /// <summary>By how much it is worse; negative when it is better.</summary>
    public double Worse => Verified.HigherIsBetter ? Verified.Mean - Received.Mean : Received.Mean - Verified.Mean;

    public bool IsWorse => Worse > Allowed;

    public bool IsBetter => -Worse > Allowed;

    /// <param name="verified">In the baseline.</param>
    /// <param name="received">Now.</param>
    /// <param name="seeds">How many trainings each of them is the mean of; at least 2.</param>
    /// <param name="metrics">How many metrics share the rate of false alarms (Bonferroni).</param>
    /// <param name="sameSamples">Whether the same samples were held out; else their sampling errors count as well.</param>
    /// <param name="tolerance">What was declared; null for the spread between seeds.</param>
    public static MetricComparison Of(MetricLine verified, MetricLine received, int seeds, int metrics, bool sameSamples, double? tolerance)
    {
        var degrees = 2 * (seeds - 1);
        // Five equal figures do not mean that the sixth is the same: a spread is no smaller than what one held-out sample makes.
        var resolution = Math.Max(verified.Resolution, received.Resolution);
        var variance = Math.Max(((verified.Spread * verified.Spread) + (received.Spread * received.Spread)) / 2, resolution * resolution);
        var error = Math.Sqrt((2 * variance / seeds) + (sameSamples ? 0 : Square(Sampling(verified)) + Square(Sampling(received))));
        if (tolerance is { } allowed)
            return new MetricComparison(verified, received, allowed, allowed + (NormalQuantile * error), IsTolerance: true);
        var critical = StudentT.Quantile(FalseAlarms / metrics, degrees);
        return new MetricComparison(verified, received, critical * error, StudentT.DetectableDifference(critical, degrees, Power) * error, IsTolerance: false);
    }

    /// <summary>Where rows are not samples it is not known, and taken to be as large as the spread between seeds.</summary>
    private static double Sampling(MetricLine line) => line.SamplingError ?? line.Spread;

    private static double Square(double value) => value * value;
}
