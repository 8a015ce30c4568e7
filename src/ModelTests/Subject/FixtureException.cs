namespace ModelTests;

/// <summary>The fixture cannot be used as it stands: a recipe threw, or gave something that no check can work with.</summary>
/// <param name="problem">What is wrong, in one clause.</param>
/// <param name="change">What the author of the fixture can do about it.</param>
/// <param name="where">Module path, shapes or source lines, the most telling first.</param>
/// <param name="cause">The exception that a recipe threw.</param>
internal sealed class FixtureException(string problem, string change, IReadOnlyList<string>? where = null, Exception? cause = null) : Exception(problem, cause)
{
    public string Change { get; } = change;

    public IReadOnlyList<string> Where { get; } = where ?? [];

    /// <summary>The problem without the batch on which it came up: two failures with the same reason are one.</summary>
    public string Reason { get; init; } = problem;
}
