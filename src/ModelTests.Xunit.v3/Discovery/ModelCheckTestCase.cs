using Xunit;
using Xunit.v3;

namespace ModelTests;

/// <summary>One check as a test case: the check's name, traits, skip reason and the attribute's own source line. Carries strings only.</summary>
internal sealed class ModelCheckTestCase : XunitTestCase
{
    private IDisposable? gate;

    /// <summary>For xUnit's deserialisation.</summary>
    [Obsolete("Called by the deserialiser only.")]
    public ModelCheckTestCase()
    {
    }

    internal ModelCheckTestCase(IXunitTestMethod method, string displayName, string id, PlannedCheck planned, Dictionary<string, HashSet<string>> traits)
        : base(method, displayName, id, @explicit: false, skipExceptions: [typeof(CheckSkippedException)], skipReason: planned.Check.Skip, traits: traits, testMethodArguments: [planned.Name],
            sourceFilePath: planned.Check.SourceFile.Length == 0 ? null : planned.Check.SourceFile, sourceLineNumber: planned.Check.SourceFile.Length == 0 ? null : planned.Check.SourceLine)
    {
    }

    // Creation and PostInvoke enclose the whole run of a case, constructor and class fixtures included, and have the same signature in xUnit 3.2 and 4.0; Run has not.

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyCollection<IXunitTest>> CreateTests()
    {
        if (SkipReason is null)
        {
            try
            {
                gate = await TorchGate.EnterAsync(TestContext.Current.CancellationToken);
            }
            catch (OperationCanceledException)
            {
                // The run was cancelled: xUnit drops the case itself.
            }
        }
        try
        {
            return await base.CreateTests();
        }
        catch
        {
            gate?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void PostInvoke()
    {
        gate?.Dispose();
        base.PostInvoke();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        gate?.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
