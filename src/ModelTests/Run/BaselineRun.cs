namespace ModelTests;

/// <summary>Writes what a baseline check received: beside the verified file after a failure, in its place where an update was asked for.</summary>
internal static class BaselineRun
{
    public static Verdict Settle(Verdict verdict, BaselineFile file)
    {
        if (verdict.Received is not { } received)
            return verdict;
        if (BaselineMode.Updates)
        {
            file.WriteVerified(received);
            return Verdict.Holds($"{BaselineMode.Variable}=update: wrote {file.Verified}; before it, the check would have said: {verdict.Headline}");
        }
        if (verdict.Outcome == Outcome.Fails)
            file.WriteReceived(received);
        else
            file.DeleteReceived();
        return verdict;
    }
}
