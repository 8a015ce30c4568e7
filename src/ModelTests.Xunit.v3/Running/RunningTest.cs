using Xunit;

namespace ModelTests;

/// <summary>What xUnit v3 gives a running test.</summary>
internal sealed class RunningTest(ITestContext context)
{
    /// <summary>The test that is running; null outside of one.</summary>
    public static RunningTest? Current => TestContext.Current is { Test: not null } context ? new RunningTest(context) : null;

    public CancellationToken Cancellation => context.CancellationToken;

    /// <summary>The file as it is now; checks that follow are added to the file only.</summary>
    public static void Attach(string file) => TestContext.Current.AddAttachment(Path.GetFileName(file), File.ReadAllText(file));

    public void Warn(string warning) => context.AddWarning(warning);

    public void Say(string line)
    {
        try
        {
            context.TestOutputHelper?.WriteLine(line);
        }
        catch (InvalidOperationException)
        {
            // A check that was given up for its budget may still run when its test is over.
        }
    }
}
