namespace ModelTests;

/// <summary>Probabilities of so many successes in independent trials.</summary>
internal static class Binomial
{
    /// <summary>P(X ≥ <paramref name="successes"/>) in <paramref name="trials"/> trials that each succeed with <paramref name="probability"/>; summed term by term in logarithms.</summary>
    public static double UpperTail(int trials, int successes, double probability)
    {
        if (successes <= 0 || probability >= 1)
            return 1;
        if (successes > trials || probability <= 0)
            return 0;
        var (logP, logQ) = (Math.Log(probability), Math.Log(1 - probability));
        var (sum, logChoose) = (0.0, 0.0);
        for (var k = 0; k <= trials; k++)
        {
            if (k > 0)
                logChoose += Math.Log(trials - k + 1) - Math.Log(k);
            if (k >= successes)
                sum += Math.Exp(logChoose + (k * logP) + ((trials - k) * logQ));
        }
        return Math.Min(1, sum);
    }
}
