namespace ModelTests;

/// <summary>One check's verdict, and what it has to do with the others.</summary>
/// <param name="Name">The check's name, with its arguments where the class has it several times.</param>
/// <param name="Claim">What it claims.</param>
/// <param name="Outcome">One of the constants below.</param>
/// <param name="Headline">What it found, or why it did not tell.</param>
/// <param name="Findings">Where and what, the worst first.</param>
/// <param name="FindingsLeftOut">How many more there were.</param>
/// <param name="Cause">The most probable cause.</param>
/// <param name="Change">What to change.</param>
/// <param name="Exempt">How to exempt what is meant to be so.</param>
/// <param name="Docs">The page that documents it.</param>
/// <param name="RootCause">The name of the more fundamental failure that explains this one; null when there is none.</param>
/// <param name="Explains">The names of the failures that follow from this one.</param>
/// <param name="Warning">What a person should look at although the check holds; null when there is nothing.</param>
internal sealed record CheckReport(
    string Name,
    string Claim,
    string Outcome,
    string Headline,
    IReadOnlyList<Finding> Findings,
    int FindingsLeftOut,
    string? Cause,
    string? Change,
    string? Exempt,
    string Docs,
    string? RootCause,
    IReadOnlyList<string> Explains,
    string? Warning = null)
{
    public const string Holds = "holds";
    public const string Fails = "fails";
    public const string DoesNotApply = "does not apply";
    public const string CouldNotTell = "could not tell";
    public const string Skipped = "skipped";
}
