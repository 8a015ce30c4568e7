namespace ModelTests;

/// <summary>One metric on the held-out samples after trainings that differ in their seeds.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="HigherIsBetter">False for losses and errors.</param>
/// <param name="Values">One for each seed.</param>
/// <param name="HeldOut">How many held-out samples each is taken over.</param>
/// <param name="SamplingError">The standard error that comes from which samples are held out; null where rows are not samples.</param>
internal sealed record MetricRuns(string Name, bool HigherIsBetter, IReadOnlyList<double> Values, long HeldOut, double? SamplingError)
{
    /// <summary>A share that is stored in double precision is a whole number of samples to within this.</summary>
    private const double WholeNumber = 1e-6;

    public double Mean => Values.Average();

    /// <summary>The sample standard deviation between the seeds.</summary>
    public double Spread => Math.Sqrt(Values.Sum(value => (value - Mean) * (value - Mean)) / (Values.Count - 1));

    /// <summary>
    /// What one held-out sample more or less makes of the figure: 1 / n for a share of n samples, |mean| / n for a mean over them.
    /// A spread that five equal figures show is no smaller than this.
    /// </summary>
    public double Resolution => (IsShare ? 1 : Math.Abs(Mean)) / HeldOut;

    private bool IsShare => Values.All(value => value is >= 0 and <= 1 && Math.Abs((value * HeldOut) - Math.Round(value * HeldOut)) <= WholeNumber);
}
