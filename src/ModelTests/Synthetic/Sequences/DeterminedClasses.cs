namespace ModelTests;

/// <summary>What can be reached where the input determines the class and only label noise stands between.</summary>
internal static class DeterminedClasses
{
    /// <summary>The limits for these shares of the classes before noise, where a label becomes each of the others with probability noise / (classes - 1).</summary>
    public static Limits Limits(double[] weights, double labelNoise)
    {
        var other = labelNoise / (weights.Length - 1);
        var noisy = weights.Select(weight => (weight * (1 - labelNoise)) + ((1 - weight) * other));
        var floor = Surprise(1 - labelNoise) + ((weights.Length - 1) * Surprise(other));
        return new Limits(noisy.Sum(Surprise), floor, 1 - Math.Max(1 - labelNoise, other));
    }

    private static double Surprise(double probability) => probability > 0 ? -probability * Math.Log(probability) : 0;
}
