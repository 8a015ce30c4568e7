namespace ModelTests;

/// <summary>
/// How far figures on held-out samples are off because other samples might have been held out: the delete-a-group jackknife,
/// √((g - 1) / g · Σ (θᵢ - θ̄)²) over the figures θᵢ without each of g groups (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 11).
/// </summary>
internal static class SamplingError
{
    private const int Groups = 10;

    /// <summary>One standard error for each figure; empty where the batch's rows are not samples.</summary>
    public static IReadOnlyList<double?> Of(Batch heldOut, Func<Batch, IReadOnlyList<double>> figures)
    {
        if (!heldOut.Separable || heldOut.Size < Groups)
            return [];
        var without = new List<IReadOnlyList<double>>();
        for (var group = 0; group < Groups; group++)
        {
            var kept = Enumerable.Range(0, (int)heldOut.Size).Where(row => row % Groups != group).Select(row => (long)row);
            using var part = heldOut.Select([.. kept]);
            without.Add(figures(part));
        }
        return [.. without[0].Select((_, i) => Error([.. without.Select(figure => figure[i])]))];
    }

    private static double? Error(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var error = Math.Sqrt((Groups - 1.0) / Groups * values.Sum(value => (value - mean) * (value - mean)));
        return double.IsFinite(error) ? error : null;
    }
}
