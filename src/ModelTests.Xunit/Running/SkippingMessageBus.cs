using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelTests;

/// <summary>xUnit v2 has no skip at run time: the failure of a check that does not apply is rewritten on its way out.</summary>
internal sealed class SkippingMessageBus(IMessageBus inner) : IMessageBus
{
    public int Skipped { get; private set; }

    public bool QueueMessage(IMessageSinkMessage message)
    {
        if (message is TestFailed failed && failed.ExceptionTypes.FirstOrDefault() == typeof(CheckSkippedException).FullName)
        {
            Skipped++;
            return inner.QueueMessage(new TestSkipped(failed.Test, failed.Messages.FirstOrDefault() ?? ""));
        }
        if (message is TestCaseFinished finished && Skipped > 0)
            message = new TestCaseFinished(finished.TestCase, finished.ExecutionTime, finished.TestsRun, finished.TestsFailed - Skipped, finished.TestsSkipped + Skipped);
        return inner.QueueMessage(message);
    }

    public void Dispose()
    {
        // The inner bus belongs to xUnit.
    }
}
