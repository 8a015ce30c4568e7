namespace ModelTests;

/// <summary>
/// Steps that overshoot: the loss grew from step to step until it overflowed. An operation that is undefined for some value announces itself by
/// no such growth, so the size of the steps is to blame, and not the layer in which a value overflowed first.
/// </summary>
/// <param name="Losses">From the least to the last finite one, each larger than the one before.</param>
/// <param name="LearningRate">In the step after the least loss.</param>
internal sealed record Divergence(IReadOnlyList<double> Losses, double LearningRate)
{
    /// <summary>How many times its least value the last finite loss must be. Batches differ in their losses, and a warm-up of momentum overshoots, by far less.</summary>
    private const double Growth = 100;

    private const int MostShown = 5;

    /// <summary>Null when the loss did not grow from step to step.</summary>
    /// <param name="losses">Of all steps up to the one that was not finite.</param>
    /// <param name="rates">The learning rates of the same steps.</param>
    public static Divergence? In(IReadOnlyList<double> losses, IReadOnlyList<double> rates)
    {
        var finite = losses.TakeWhile(double.IsFinite).ToList();
        if (finite.Count < 2)
            return null;
        var least = finite.IndexOf(finite.Min());
        var rising = finite[least..];
        return rising[0] > 0 && rising[^1] > Growth * rising[0] && rising.Zip(rising.Skip(1)).All(pair => pair.Second > pair.First)
            ? new Divergence(rising, rates[least])
            : null;
    }

    /// <summary>The verdict with the learning rate before where the first value overflowed.</summary>
    public Verdict Leading(Verdict verdict) => verdict
        .At([new Finding("learning rate", "", $"{Figures.Of(LearningRate)}, while the loss grows from step to step: {string.Join(", ", Losses.Take(MostShown).Select(Figures.Of))}{(Losses.Count > MostShown ? $", …, {Figures.Of(Losses[^1])}" : "")}"), .. verdict.Findings])
        .Because("training diverges: each step overshoots further than the one before, until a value overflows")
        .ChangeTo("lower the learning rate or clip gradients; where the loss sums over the samples, take their mean or divide the rate by their number; look at the sign of the loss if no rate helps");
}
