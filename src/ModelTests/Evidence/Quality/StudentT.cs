namespace ModelTests;

/// <summary>Student's t distribution.</summary>
internal static class StudentT
{
    /// <summary>Far beyond every quantile that is asked for; the search halves the interval below it.</summary>
    private const double Largest = 1e6;

    private const int Halvings = 64;

    /// <summary>P(T &gt; t), by the finite series of Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.</summary>
    /// <param name="t">At least 0.</param>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double UpperTail(double t, int degrees)
    {
        var angle = Math.Atan(t / Math.Sqrt(degrees));
        var (sine, cosine) = Math.SinCos(angle);
        var isOdd = degrees % 2 == 1;
        var (term, sum) = (isOdd ? cosine : 1, 0.0);
        for (var k = isOdd ? 3 : 2; k <= degrees; k += 2)
        {
            sum += term;
            term *= cosine * cosine * (k - 1) / k;
        }
        var within = isOdd ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
        return (1 - within) / 2;
    }

    /// <summary>The t that is exceeded with that probability.</summary>
    /// <param name="probability">In (0, 0.5).</param>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    public static double Quantile(double probability, int degrees) => Search(t => UpperTail(t, degrees) > probability);

    /// <summary>By how many standard errors two means must differ so that t exceeds <paramref name="critical"/> with the probability <paramref name="power"/>.</summary>
    public static double DetectableDifference(double critical, int degrees, double power) => Search(difference => Power(difference, critical, degrees) < power);

    /// <summary>
    /// P(T &gt; critical) for the noncentral t = (Z + difference) / s, with Z standard normal and s² = χ²(degrees) / degrees:
    /// the integral of Φ(difference - critical · s) over the density of s (Johnson and Welch, 1940).
    /// </summary>
    /// <param name="difference">In standard errors.</param>
    /// <param name="critical">Above 0.</param>
    /// <param name="degrees">Even, as those of two samples of the same size always are.</param>
    internal static double Power(double difference, double critical, int degrees)
    {
        // s has the mean 1 and about the variance 1 / (2 degrees): beyond 8 of its deviations there is nothing.
        const int Intervals = 2000;
        var end = 1 + (8 / Math.Sqrt(2 * degrees));
        var logFactor = Math.Log(2) + (degrees / 2.0 * Math.Log(degrees / 2.0)) - Enumerable.Range(1, (degrees / 2) - 1).Sum(k => Math.Log(k));
        var sum = 0.0;
        for (var i = 0; i < Intervals; i++)
        {
            var s = end * (i + 0.5) / Intervals;
            var density = Math.Exp(logFactor + ((degrees - 1) * Math.Log(s)) - (degrees * s * s / 2));
            sum += density * Normal(difference - (critical * s));
        }
        return sum * end / Intervals;
    }

    /// <summary>Φ(x), by Abramowitz and Stegun 7.1.26; absolute error below 1.5e-7.</summary>
    private static double Normal(double x)
    {
        var t = 1 / (1 + (0.3275911 * Math.Abs(x) / Math.Sqrt(2)));
        var tail = t * (0.254829592 + (t * (-0.284496736 + (t * (1.421413741 + (t * (-1.453152027 + (t * 1.061405429)))))))) * Math.Exp(-x * x / 2) / 2;
        return x >= 0 ? 1 - tail : tail;
    }

    /// <summary>The point up to which a condition holds.</summary>
    private static double Search(Func<double, bool> isBelow)
    {
        var (low, high) = (0.0, Largest);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = isBelow(middle) ? (middle, high) : (low, middle);
        }
        return high;
    }
}
