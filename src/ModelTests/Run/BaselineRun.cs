namespace ModelTests;

/// <summary>Writes what a baseline check received: beside the verified file after a failure, in its place where an update was asked for.</summary>
internal static class BaselineRun
{
    public static Verdict Settle(Verdict verdict, BaselineFile file, BaselineMode mode)
    {
        if (verdict.Received is not { } received)
            return verdict;
        if (mode.Updates && verdict.Outcome is Outcome.Holds or Outcome.Fails)
            return Update(verdict, received, file);
        if (verdict.Outcome == Outcome.Fails)
            verdict = Left(verdict, received, file);
        else if (verdict.Outcome == Outcome.Holds)
            file.DeleteReceived();
        return mode.Ignored is { } reason ? Remarked(verdict, reason) : verdict;
    }

    private static Verdict Update(Verdict verdict, Baseline received, BaselineFile file)
    {
        if (received.FirstNotFinite is { } entry)
        {
            return Verdict.Fails($"{entry.Name} is {entry.Value}, and a baseline with it would never hold again: {file.Verified} was not written")
                .ChangeTo("correct the model or its training first; [NoNonFinite] tells where it comes from");
        }
        if (verdict.Verified?.ToString() == received.ToString())
            return Verdict.Holds($"{BaselineMode.Variable}=update: {file.Verified} was left as it is, nothing differs");
        file.WriteVerified(received, verdict.Verified);
        return Verdict.Holds(string.Join('\n',
        [
            $"{BaselineMode.Variable}=update: wrote {file.Verified}",
            .. BaselineTable.Lines(verdict.Verified, received).Select(line => $"  {line}"),
            $"before it, the check would have said: {verdict.Headline}",
        ]));
    }

    /// <summary>A folder that cannot be written must not hide what the check found.</summary>
    private static Verdict Left(Verdict verdict, Baseline received, BaselineFile file)
    {
        try
        {
            file.WriteReceived(received);
            return verdict;
        }
        catch (FixtureException problem)
        {
            return Remarked(verdict, $"{problem.Message}; {problem.Change}");
        }
    }

    private static Verdict Remarked(Verdict verdict, string remark) => verdict.Outcome switch
    {
        Outcome.Fails => verdict.ChangeTo(verdict.Change is { Length: > 0 } change ? $"{change}; {remark}" : remark),
        Outcome.Holds => verdict.Warn(remark),
        _ => verdict with { Headline = $"{verdict.Headline}; {remark}" },
    };
}
