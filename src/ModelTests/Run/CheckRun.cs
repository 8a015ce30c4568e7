namespace ModelTests;

/// <summary>Runs one check on one fixture's evidence. Whatever happens in it, a verdict comes out.</summary>
internal static class CheckRun
{
    /// <summary>The verdict; judged once for each fixture class, because the diagnosis of another check may have asked before.</summary>
    public static Verdict Of(PlannedCheck planned, Evidence evidence, CancellationToken cancellation = default)
    {
        if (!evidence.Verdicts.TryGetValue(planned, out var verdict))
            evidence.Verdicts[planned] = verdict = Judged(planned, evidence, cancellation);
        return verdict;
    }

    private static Verdict Judged(PlannedCheck planned, Evidence evidence, CancellationToken cancellation)
    {
        var verdict = Judge(planned.Check, evidence, cancellation);
        return planned.Exemption is { } exemption ? Exempted(verdict, planned.Name, exemption) : verdict;
    }

    private static Verdict Judge(CheckAttribute check, Evidence evidence, CancellationToken cancellation)
    {
        var budget = new RunBudget(evidence.Limit, cancellation: cancellation) { Show = evidence.Say };
        evidence.Budget = budget;
        try
        {
            NativeLibraries.Require();
            var verdict = TorchThread.Run(() => Here(check, evidence), budget);
            return check is BaselineCheckAttribute baseline && verdict.Received is not null
                ? BaselineRun.Settle(verdict, baseline.FileOf(evidence.Recipes.FixtureType), BaselineMode.Current) : verdict;
        }
        catch (FixtureException problem)
        {
            if (budget.WasAbandoned)
                evidence.Abandon(problem);
            return Unusable(problem);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return OwnFault(exception);
        }
    }

    /// <summary>The verdict, judged on this thread and within the budget of whatever is running.</summary>
    public static Verdict Here(CheckAttribute check, Evidence evidence)
    {
        try
        {
            return check.Judge(evidence);
        }
        catch (FixtureException problem)
        {
            return Unusable(problem);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return OwnFault(exception);
        }
    }

    private static Verdict Unusable(FixtureException problem) =>
        Verdict.Fails(problem.Message).At(problem.Where.Select(line => new Finding(line, "", ""))).ChangeTo(problem.Change) with { Unusable = problem.Reason };

    private static Verdict OwnFault(Exception exception) =>
        Verdict.Fails($"the check itself failed: {exception.GetType().Name}: {Recipe.FirstLine(exception.Message)}")
            .At((exception.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(6).Select(line => new Finding(line, "", "")))
            .ChangeTo("this is a fault of ModelTests: please report it with the lines above and the fixture");

    private static Verdict Exempted(Verdict verdict, string name, ExemptAttribute exemption)
    {
        if (string.IsNullOrWhiteSpace(exemption.Because))
            return Verdict.Fails($"[Exempt(\"{name}\", …)] has no reason").ChangeTo("say why it is right that this check fails here");
        return verdict.Outcome switch
        {
            Outcome.Fails => Verdict.DoesNotApply($"exempt: {exemption.Because} (the check says: {verdict.Headline})"),
            Outcome.Holds => Verdict.Fails($"the exemption \"{exemption.Because}\" is no longer needed: {verdict.Headline}").ChangeTo($"remove [Exempt(\"{name}\", …)]"),
            _ => verdict,
        };
    }
}
