namespace ModelTests;

public sealed partial class Evidence
{
    private Pictures? pictures;

    /// <summary>What a report shows beyond what checks recorded; measured only for a report.</summary>
    internal Pictures PicturesFor(CancellationToken cancellation) => pictures ??= Pictures.Of(CreateUnproven, Create, Limit, cancellation);
}

/// <summary>What a report shows beyond what checks recorded. Each part is measured for itself, and one that fails leaves the others.</summary>
/// <param name="Data">The first training batch.</param>
/// <param name="Training">A short training; null when it failed before its first step.</param>
/// <param name="Dependence">Which sample changes whose output; null when that cannot be told.</param>
/// <param name="Notes">What is missing, and why.</param>
internal sealed record Pictures(IReadOnlyList<TensorPicture> Data, TrainingPicture? Training, DependenceMap? Dependence, IReadOnlyList<string> Notes)
{
    /// <summary>Nobody waits longer for a picture than for a check.</summary>
    private static readonly TimeSpan LongestPart = TimeSpan.FromSeconds(5);

    /// <param name="createUnproven">A subject whose model may not run: its data is shown all the same.</param>
    /// <param name="create">A subject that runs.</param>
    /// <param name="limit">The fixture's own limit, where that is shorter.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static Pictures Of(Func<Subject> createUnproven, Func<Subject> create, TimeSpan limit, CancellationToken cancellation)
    {
        var notes = new List<string>();
        var data = Part("the data", budget => DataPicture.Of(createUnproven, budget)) ?? [];
        var training = Part("gradients, updates and activations", budget => TrainingPicture.Record(create, budget));
        var dependence = Part("the dependence of samples on each other", budget => DependencePicture.Record(create, budget));
        if (training?.Problem is { } problem)
            notes.Add(problem);
        return new Pictures(data, training, dependence, notes);

        T? Part<T>(string what, Func<RunBudget, T> measure)
            where T : class
        {
            var budget = new RunBudget(limit < LongestPart ? limit : LongestPart, cancellation: cancellation);
            try
            {
                NativeLibraries.Require();
                return TorchThread.Run(() => measure(budget), budget);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Whatever goes wrong here, the verdicts are worth a report.
                notes.Add($"not shown: {what}, because {Recipe.FirstLine(NativeLibraries.Unwrap(exception).Message)}");
                return null;
            }
        }
    }
}
