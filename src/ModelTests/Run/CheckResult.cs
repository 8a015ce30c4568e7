namespace ModelTests;

/// <summary>One check of a fixture: judged, diagnosed, and in the report.</summary>
public sealed class CheckResult
{
    private CheckResult(PlannedCheck planned, Type fixture, Verdict verdict, string answer) =>
        (Planned, Fixture, Verdict, Answer) = (planned, fixture, verdict, answer);

    /// <summary>The check's name, with its arguments where the class has it several times.</summary>
    public string Name => Planned.Name;

    /// <summary>The fixture's class.</summary>
    public Type Fixture { get; }

    /// <summary>What the check answers. What is skipped or exempt does not apply.</summary>
    public Outcome Outcome => Verdict.Outcome;

    /// <summary>The answer with its findings, cause and remedy.</summary>
    public Verdict Verdict { get; }

    /// <summary>The answer as a test runner prints it; several lines for a check that fails, and a second one for a warning.</summary>
    public string Text => Verdict.Warning is { } warning ? $"{Answer}\nwarning: {warning}" : Answer;

    /// <summary>The file with the check's attribute; empty where the compiler did not fill it in.</summary>
    public string SourceFile => Planned.Check.SourceFile;

    /// <summary>The line of the attribute in <see cref="SourceFile"/>; 0 where the compiler did not fill it in.</summary>
    public int SourceLine => Planned.Check.SourceLine;

    /// <summary>The path of the class's report, for frameworks with attachments, with the check that says where the report is; null with all others.</summary>
    public string? Report { get; private init; }

    internal PlannedCheck Planned { get; }

    /// <summary><see cref="Text"/> without the warning, for frameworks that have a place for warnings.</summary>
    internal string Answer { get; }

    /// <summary>For frameworks without more: does nothing unless the check fails. A check that does not apply or could not tell passes here; <see cref="Outcome"/> tells it apart.</summary>
    /// <exception cref="CheckFailedException">The check fails.</exception>
    public void ThrowIfFailed()
    {
        if (Outcome == Outcome.Fails)
            throw new CheckFailedException(this);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Runs a check for an adapter, which has entered the gate.</summary>
    /// <param name="fixture">The test class.</param>
    /// <param name="planned">The check.</param>
    /// <param name="say">Writes a line to the test's output, also while the check runs; null where nobody listens.</param>
    /// <param name="cancellation">Ends the check.</param>
    internal static CheckResult Of(IRecipes fixture, PlannedCheck planned, Action<string>? say, CancellationToken cancellation = default)
    {
        var type = fixture.FixtureType;
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
            return new CheckResult(planned, type, misused, FailureText.Of(type.Name, planned.Name, misused, null, ReportRun.DocsPage));
        }
        var verdict = CheckRun.Of(planned, evidence, cancellation);
        var diagnosis = verdict.Outcome == Outcome.Fails ? Diagnosis.Of(CheckPlan.With(planned, type), planned, evidence, cancellation) : null;
        var report = ReportRun.After(planned, evidence, settings, cancellation);
        return new CheckResult(planned, type, verdict, verdict.Outcome switch
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

    /// <summary>A check that its attribute says not to run.</summary>
    internal static CheckResult Skipped(PlannedCheck planned, Type fixture, string reason) =>
        new(planned, fixture, Verdict.DoesNotApply($"skipped: {reason}"), $"{planned.Name} was skipped: {reason}");
}
