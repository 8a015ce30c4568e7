namespace ModelTests;

/// <summary>One check as every adapter runs it: judged, diagnosed, and in the report.</summary>
/// <param name="Check">What was judged.</param>
/// <param name="Verdict">The answer.</param>
/// <param name="Text">The answer in the words of a test runner.</param>
internal sealed record CheckResult(PlannedCheck Check, Verdict Verdict, string Text)
{
    /// <summary>The class's report, for frameworks with attachments: the path, with the check that says where the report is; null with all others.</summary>
    public string? Report { get; init; }

    /// <param name="fixture">The test class.</param>
    /// <param name="name">The planned check's.</param>
    /// <param name="say">Writes a line to the test's output, also while the check runs.</param>
    /// <param name="cancellation">Ends the check.</param>
    public static CheckResult Of(IRecipes fixture, string name, Action<string> say, CancellationToken cancellation = default)
    {
        var type = fixture.FixtureType;
        var planned = CheckPlan.Find(type, name);
        var evidence = EvidenceStore.For(fixture);
        evidence.Say = say;
        ReportSettings settings;
        try
        {
            settings = ReportSettings.Current;
        }
        catch (FixtureException problem)
        {
            var misused = Verdict.Fails(problem.Message).ChangeTo(problem.Change);
            return new CheckResult(planned, misused, FailureText.Of(type.Name, planned.Name, misused, null, ReportRun.DocsPage));
        }
        var verdict = CheckRun.Of(planned, evidence, cancellation);
        var diagnosis = verdict.Outcome == Outcome.Fails ? Diagnosis.Of(CheckPlan.For(type), planned, evidence, cancellation) : null;
        var report = ReportRun.After(planned, evidence, settings, cancellation);
        return new CheckResult(planned, verdict, verdict.Outcome switch
        {
            Outcome.Fails => FailureText.Of(type.Name, planned.Name, verdict, evidence.FactsIfRecorded, planned.Check.DocsPage, diagnosis),
            Outcome.Holds => $"{planned.Name} holds: {verdict.Headline}",
            Outcome.DoesNotApply => $"{planned.Name} does not apply: {verdict.Headline}",
            _ => $"{planned.Name} could not tell: {verdict.Headline}",
        })
        {
            Report = report,
        };
    }
}
