namespace ModelTests;

/// <summary>A check that failed. The message is what a test runner prints; the trace is one line: the attribute in the user's source.</summary>
public class CheckFailedException : Exception
{
    internal CheckFailedException(CheckResult result)
        : base(result.Text) => Result = result;

    /// <summary>What the check found.</summary>
    public CheckResult Result { get; }

    /// <inheritdoc/>
    public override string? StackTrace => Result.SourceFile.Length == 0 ? "" : $"   at {Result.Fixture.FullName}.{Result.Planned.Check.Name}() in {Result.SourceFile}:line {Result.SourceLine}";
}
