using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelTests;

/// <summary>Runs the check that a hook was called for, and reports its verdict to xUnit.</summary>
internal static class RunningCheck
{
    private static readonly AsyncLocal<(ITestOutputHelper Output, CancellationToken Cancellation)?> Current = new();

    public static void Begin(ITestOutputHelper output, CancellationToken cancellation) => Current.Value = (output, cancellation);

    public static void End() => Current.Value = null;

    public static void Run<TModel>(ModelFixture<TModel> fixture, string name)
        where TModel : class
    {
        if (Current.Value is not { } current)
            throw new InvalidOperationException("RunModelCheck is for xUnit's discovery; run the class's tests instead of calling it.");
        var result = CheckResult.Of(fixture, name, line => Say(current.Output, line), current.Cancellation);
        switch (result.Verdict.Outcome)
        {
            case Outcome.Holds:
                current.Output.WriteLine(result.Text);
                break;
            case Outcome.Fails:
                throw new ModelCheckFailed(result.Text, fixture.GetType(), result.Check.Check);
            default:
                throw new CheckSkippedException(result.Text);
        }
    }

    private static void Say(ITestOutputHelper output, string line)
    {
        try
        {
            output.WriteLine(line);
        }
        catch (InvalidOperationException)
        {
            // A check that was given up for its budget may still run when its test is over.
        }
    }
}

/// <summary>Turned into a skip on its way to xUnit.</summary>
internal sealed class CheckSkippedException(string reason) : Exception(reason);
