namespace ModelTests.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="Of">What was compared.</param>
/// <param name="Target">What it may be.</param>
/// <param name="Values">One for each repetition.</param>
internal sealed record Figure(string Of, Target Target, IReadOnlyList<double> Values)
{
    public double Median => Quantile(0.5);

    public double LowerQuartile => Quantile(0.25);

    public double UpperQuartile => Quantile(0.75);

    /// <summary>Null where there is nothing to meet.</summary>
    public bool? IsMet => Target.Most is { } most ? Median <= most : null;

    public override string ToString() => $"{Of}: {Target.Written(Median)} ({Spread}){(IsMet is { } met ? $", {Target}: {(met ? "met" : "missed")}" : "")}";

    /// <summary>The quartiles; nothing for what is counted once.</summary>
    public string Spread => Values.Count == 1 ? "counted" : $"{Target.Written(LowerQuartile)} to {Target.Written(UpperQuartile)}, {Values.Count} repetitions";

    /// <summary>Between the two neighbours where the share falls between them.</summary>
    private double Quantile(double share)
    {
        var sorted = Values.Order().ToList();
        var place = share * (sorted.Count - 1);
        var below = (int)Math.Floor(place);
        return sorted[below] + ((sorted[Math.Min(below + 1, sorted.Count - 1)] - sorted[below]) * (place - below));
    }
}
