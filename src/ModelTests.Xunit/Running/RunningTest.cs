using Xunit.Abstractions;

namespace ModelTests;

/// <summary>What xUnit v2 gives a running test.</summary>
internal sealed class RunningTest(ITestOutputHelper output, CancellationToken cancellation)
{
    private static readonly AsyncLocal<RunningTest?> Running = new();

    /// <summary>The test that is running; null outside of one.</summary>
    public static RunningTest? Current => Running.Value;

    public CancellationToken Cancellation { get; } = cancellation;

    public static void Begin(ITestOutputHelper output, CancellationToken cancellation) => Running.Value = new RunningTest(output, cancellation);

    public static void End() => Running.Value = null;

    /// <summary>xUnit v2 has no attachments; the test's output names the file.</summary>
    public static void Attach(string file) => _ = file;

    /// <summary>xUnit v2 has no warnings; the test's output has a line for it.</summary>
    public void Warn(string warning) => Say($"warning: {warning}");

    public void Say(string line)
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
