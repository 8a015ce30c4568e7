namespace ModelTests;

/// <summary>Puts together what checks found and recorded. Judges and trains nothing.</summary>
internal static class ReportOf
{
    private const int MostFindings = 40;

    /// <summary>A stack trace or a list of a thousand paths in one clause helps nobody.</summary>
    private const int LongestText = 600;

    public static ClassReport Class(Type fixture, Evidence evidence, Pictures pictures)
    {
        // Without the checks that were not run, so that nothing is judged for the diagnosis.
        var plan = CheckPlan.For(fixture);
        // Checks that the class does not ask for itself were run by name of their attribute, perhaps repeatedly: the last answer counts.
        var besides = evidence.Verdicts.Keys.Except(plan, ReferenceEqualityComparer.Instance).Cast<PlannedCheck>().GroupBy(planned => planned.Name, (_, same) => same.Last());
        var judged = plan.Where(evidence.Verdicts.ContainsKey).Concat(besides).ToList();
        var skipped = plan.Where(planned => planned.Check.Skip is not null && !evidence.Verdicts.ContainsKey(planned));
        return new ClassReport(
            fixture.Assembly.GetName().Name ?? "",
            (fixture.FullName ?? fixture.Name).Split('[')[0].Replace('+', '.'),
            ModelOf(fixture),
            DateTime.UtcNow,
            Setting(evidence),
            [.. judged.Select(planned => Check(planned, judged, evidence)).Concat(skipped.Select(Skipped)).OrderBy(check => CheckOrder.Rank(check.Name.Split('(')[0]))],
            [.. Losses(evidence, pictures)],
            pictures.Training?.Parameters ?? [],
            pictures.Training?.Activations ?? [],
            pictures.Dependence,
            pictures.Data,
            [.. pictures.Notes.Select(note => Short(note)!)]);
    }

    private static RunSetting? Setting(Evidence evidence) => evidence.FactsIfRecorded is { } facts
        ? new RunSetting(facts.Seed, facts.NumberType, facts.BatchShapes, BaselineEnvironment.Of(facts.Device).ToString())
        : null;

    private static CheckReport Check(PlannedCheck planned, List<PlannedCheck> judged, Evidence evidence)
    {
        var verdict = evidence.Verdicts[planned];
        var diagnosis = verdict.Outcome == Outcome.Fails ? Diagnosis.Of(judged, planned, evidence) : null;
        return new CheckReport(planned.Name, planned.Check.Claim, verdict.Outcome switch
        {
            Outcome.Holds => CheckReport.Holds,
            Outcome.Fails => CheckReport.Fails,
            Outcome.DoesNotApply => CheckReport.DoesNotApply,
            _ => CheckReport.CouldNotTell,
        }, Short(verdict.Headline)!,
            [.. verdict.Findings.Take(MostFindings).Select(finding => new Finding(Short(finding.Location)!, Short(finding.Size)!, Short(finding.Text)!))], Math.Max(0, verdict.Findings.Count - MostFindings),
            Short(verdict.Cause), Short(verdict.Change), Short(verdict.Exempt), planned.Check.DocsPage, diagnosis?.RootCause?.Name, diagnosis?.Explains ?? [], Short(verdict.Warning));
    }

    private static CheckReport Skipped(PlannedCheck planned) =>
        new(planned.Name, planned.Check.Claim, CheckReport.Skipped, Short(planned.Check.Skip)!, [], 0, null, null, null, planned.Check.DocsPage, null, []);

    private static IEnumerable<LossCurve> Losses(Evidence evidence, Pictures pictures)
    {
        var bounds = evidence.LossBoundsIfRecorded;
        foreach (var run in evidence.SingleBatchRunsIfRecorded.Where(run => run.Losses.Count > 0).OrderBy(run => run.RateFactor != 1).ThenBy(run => run.RateFactor))
        {
            yield return LossCurve.Of($"a single batch of {Figures.Count(run.Samples, "sample")}, learning rate {Figures.Of(run.LearningRate * run.RateFactor)}{(run.RateFactor == 1 ? "" : $" (× {Figures.Of(run.RateFactor)})")}",
                run.Losses, bounds?.Constant, bounds?.Floor);
        }
        if (pictures.Training?.Losses is { Count: > 0 } losses)
            yield return LossCurve.Of($"{Figures.Count(losses.Count, "training step")} on different batches", losses);
    }

    /// <summary>The model's type as people write it.</summary>
    private static string ModelOf(Type fixture)
    {
        for (var type = fixture; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ModelRecipes<>))
                return Written(type.GetGenericArguments()[0]);
        }
        return "";
    }

    private static string Written(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Written))}>"
        : type.Name;

    private static string? Short(string? text) => text is null || text.Length <= LongestText ? text : $"{text[..(LongestText - 1)]}…";
}
