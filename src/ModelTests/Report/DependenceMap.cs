namespace ModelTests;

/// <summary>Which sample of a batch changes whose output, in evaluation mode.</summary>
/// <param name="Changes">
/// A row for each output, a column for each sample that is replaced: the largest change relative to the outputs' usual magnitude; 0 where it is no more than rounding.
/// In a sound model all but the diagonal is 0.
/// </param>
internal sealed record DependenceMap(IReadOnlyList<IReadOnlyList<double>> Changes);
