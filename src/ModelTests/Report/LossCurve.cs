namespace ModelTests;

/// <summary>The loss in the course of a training.</summary>
/// <param name="Name">Which training it was.</param>
/// <param name="Steps">The numbers of the steps that are shown, from 1; long trainings are thinned out.</param>
/// <param name="Losses">The loss in each of them.</param>
/// <param name="Constant">The least loss of a predictor that ignores its input; null where it is not known.</param>
/// <param name="Floor">The least loss that any output reaches; null where it is not known.</param>
internal sealed record LossCurve(string Name, IReadOnlyList<int> Steps, IReadOnlyList<double> Losses, double? Constant, double? Floor)
{
    /// <summary>Finer than a plot of usual width shows.</summary>
    public const int MostPoints = 200;

    public static LossCurve Of(string name, IReadOnlyList<double> losses, double? constant = null, double? floor = null)
    {
        var steps = Evenly.Chosen(losses.Count, MostPoints);
        return new LossCurve(name, [.. steps.Select(step => step + 1)], [.. steps.Select(step => losses[step])], constant, floor);
    }
}
