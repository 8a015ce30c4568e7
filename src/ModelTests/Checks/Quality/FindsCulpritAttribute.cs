using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>
/// Nothing is wrong; or one answer to what is: data or code, which part of the fixture, which layer or setting, and what to do. It runs the whole procedure of debugging:
/// every check, the cause of what fails, the failing check again with one part of the fixture exchanged for a known good one,
/// and training on data that any sound model learns beside training on the fixture's own.
/// </summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class FindsCulpritAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    private const int MostFindings = 3;

    /// <inheritdoc/>
    public override string Claim => "The model, its loss, its training step and its data are sound: every check holds, and what there is to learn is learned.";

    internal override Stage Stage => Stage.Model;

    internal override bool IsStandard => false;

    internal override bool TakesLong => true;

    internal override Verdict Judge(Evidence evidence)
    {
        var symptoms = evidence.Symptoms;
        return symptoms.Root is { } root ? Accused(evidence, symptoms, root) : Learning(evidence, symptoms);
    }

    private static Verdict Accused(Evidence evidence, Symptoms symptoms, PlannedCheck root)
    {
        var verdict = evidence.Verdicts[root];
        var exchanges = verdict.FixtureIsUnusable ? [] : Culprit.ToExchange(root.Check).Select(part => evidence.Exchanged(part, root.Check)).ToList();
        var culprit = Culprit.Of(root.Check, verdict, exchanges);
        var others = symptoms.Failures.Where(failure => failure.Name != root.Name).Select(failure => failure.Name).ToList();
        return (verdict with { Outcome = Outcome.Fails, Headline = $"{culprit.Part}: {verdict.Headline} ({root.Name})", Exempt = null }).At([
            .. verdict.Findings.Take(MostFindings),
            .. exchanges.Select(exchange => new Finding(Culprit.Exchanged(exchange.Part), "", Answer(exchange))),
            new Finding("confidence", "", $"{culprit.Confidence}; {(others.Count == 0 ? "no other check fails" : $"{string.Join(", ", others)} {(others.Count == 1 ? "fails" : "fail")}, too")}"),
        ]);
    }

    private static string Answer(Exchange exchange) => exchange switch
    {
        { Cures: true } => "cures it",
        { Verdict: { Outcome: Outcome.Fails, FixtureIsUnusable: false } } => "still fails",
        _ => "does not fit this fixture",
    };

    private static Verdict Learning(Evidence evidence, Symptoms symptoms)
    {
        var holds = $"{Figures.Count(symptoms.Judged, "check holds", "checks hold")}{(symptoms.Unjudged > 0 ? $", {symptoms.Unjudged} not run for lack of time" : "")}";
        if (!evidence.Facts.HasLoss || !evidence.Facts.HasForward)
            return Verdict.Holds($"{holds}; the fixture has no Forward or no Loss apart from its training step, so how well it learns was not tried");
        var own = evidence.LearnedTask;
        if (own.Lessons.Count == 0)
            return Verdict.Holds($"{holds}; the data has too few samples, or its loss no gap, to try how well it is learned");
        if (LearnsSyntheticTaskAttribute.HasLearned(own))
            return Verdict.Holds($"{holds}; the model learns its data: {LearnsSyntheticTaskAttribute.Rows(own)}");
        if (!LearnsSyntheticTaskAttribute.HasSurelyLearnedNothing(own))
            return Verdict.Holds($"{holds}; how well the data is learned was not clear: {LearnsSyntheticTaskAttribute.Rows(own)}");
        var (clusters, reference) = (Try(() => evidence.ClusteredTask), Try(() => evidence.ReferenceTask));
        if (Learned(clusters) != true)
            return Verdict.CouldNotTell($"{holds}; the model learned neither its own data nor clear clusters of the same shapes in {SyntheticTask.MostSteps} steps, which may be too few for it: {LearnsSyntheticTaskAttribute.Rows(own)}");
        // Data that holds nothing to learn, or too few samples of it, looks the same as labels that were mixed up, and a sound model may be made for more data than there is.
        var suspect = $"the model learns clear clusters of the same shapes, and of the fixture's own data nothing that carries over to samples held out";
        return Verdict.CouldNotTell(Learned(reference) switch
        {
            true => $"{holds}; suspect: model: {suspect}, while a plain model with two hidden layers learns it; declare what the model should see: [InputMatters(OrderMatters = true)], [IgnoresPadding], [Causal]",
            false => $"{holds}; suspect: data: {suspect}; nor does a plain model; look at ten samples with their labels as the training step gets them, and whether both are shuffled together ([LabelsAligned])",
            null => $"{holds}; suspect: data or model: {suspect}; a plain model does not fit the data's format or learned little",
        }).At([new Finding("own data", "", LearnsSyntheticTaskAttribute.Rows(own)), new Finding("clear clusters", "", LearnsSyntheticTaskAttribute.Rows(clusters!)),
            .. reference is { Lessons.Count: > 0 } ? [new Finding("plain model", "", LearnsSyntheticTaskAttribute.Rows(reference))] : Array.Empty<Finding>()]);
    }

    /// <summary>Null when it was not tried or the seeds leave it open.</summary>
    private static bool? Learned(SyntheticTask? task) =>
        task is not { Lessons.Count: > 0 } ? null
        : LearnsSyntheticTaskAttribute.HasLearned(task) ? true
        : LearnsSyntheticTaskAttribute.HasSurelyLearnedNothing(task) ? false
        : null;

    /// <summary>An exchanged part need not fit the fixture.</summary>
    private static SyntheticTask? Try(Func<SyntheticTask> record)
    {
        try
        {
            return record();
        }
        catch (FixtureException)
        {
            return null;
        }
    }
}
