namespace ModelTests;

/// <summary>How large one parameter, its gradient and its updates are in the steps of a short training: root mean squares, one for each step.</summary>
/// <param name="Path">The parameter.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">Before each step.</param>
/// <param name="Gradients">As the step leaves it; null for a step that left none.</param>
/// <param name="Updates">Of the difference that each step made.</param>
internal sealed record ParameterSizes(string Path, IReadOnlyList<long> Shape, IReadOnlyList<double> Values, IReadOnlyList<double?> Gradients, IReadOnlyList<double> Updates)
{
    /// <summary>More lines nobody tells apart.</summary>
    public const int Most = 64;

    /// <summary>The path of the module that owns it.</summary>
    public string Owner() => Path.Contains('.', StringComparison.Ordinal) ? Path[..Path.LastIndexOf('.')] : "";
}
