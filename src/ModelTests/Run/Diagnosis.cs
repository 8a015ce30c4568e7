namespace ModelTests;

/// <summary>What a failure of one check has to do with the other failures of its class.</summary>
/// <param name="RootCause">The most fundamental failure that explains it; null when it is that itself.</param>
/// <param name="Explains">The failures that follow from it.</param>
internal sealed record Diagnosis(CheckFailure? RootCause, IReadOnlyList<string> Explains)
{
    /// <summary>Judges the other checks of the class, as far as rules connect them with this one. What they recorded is shared, so their own tests have less to do.</summary>
    public static Diagnosis Of(IReadOnlyList<PlannedCheck> plan, PlannedCheck failed, Evidence evidence, CancellationToken cancellation = default)
    {
        var running = plan.Where(check => check.Check.Skip is null).ToList();
        if (RootOf(running, failed, evidence, cancellation) is { } root)
            return new Diagnosis(new CheckFailure(root.Name, CheckRun.Of(root, evidence, cancellation)), []);
        var symptoms = running.Where(other => !other.Check.TakesLong && CauseRules.MayExplain(failed.Check.Name, other.Check.Name)
            && CheckRun.Of(other, evidence, cancellation).Outcome == Outcome.Fails && RootOf(running, other, evidence, cancellation) == failed);
        return new Diagnosis(null, [.. symptoms.Select(symptom => symptom.Name)]);
    }

    /// <summary>The most fundamental failure that explains another, directly or through others; null when none does.</summary>
    public static PlannedCheck? RootOf(IReadOnlyList<PlannedCheck> plan, PlannedCheck symptom, Evidence evidence, CancellationToken cancellation = default)
    {
        var cause = plan.Where(other => CauseRules.MayExplain(other.Check.Name, symptom.Check.Name)).OrderBy(other => CheckOrder.Rank(other.Check.Name)).FirstOrDefault(Explains);
        // Causes stand before their symptoms, so this ends.
        return cause is null ? null : RootOf(plan, cause, evidence, cancellation) ?? cause;

        bool Explains(PlannedCheck other)
        {
            // A fixture that cannot be used fails every check in the same words; none of them explains anything.
            var verdict = CheckRun.Of(other, evidence, cancellation);
            return verdict is { Outcome: Outcome.Fails, FixtureIsUnusable: false }
                && CauseRules.Between(other.Check.Name, symptom.Check.Name).Any(rule => IsMet(rule.Needs, verdict, CheckRun.Of(symptom, evidence, cancellation), evidence));
        }
    }

    private static bool IsMet(Need need, Verdict cause, Verdict symptom, Evidence evidence) => need switch
    {
        Need.SamePart => PartsOf(cause).Any(part => PartsOf(symptom).Any(other => IsWithin(part, other) || IsWithin(other, part))),
        Need.UnusableFixture => symptom.FixtureIsUnusable,
        Need.InTraining => evidence.StepsIfRecorded?.FirstNonFinite is not null || evidence.SingleBatchIfRecorded?.NonFiniteAt is not null,
        Need.NoGradientAnywhere => evidence.StepsIfRecorded?.Parameters.All(parameter => parameter.LargestGradient == 0) == true,
        _ => true,
    };

    /// <summary>"fc1 → fc2" names two parts, "side.weight" one.</summary>
    private static IEnumerable<string> PartsOf(Verdict verdict) =>
        verdict.Findings.SelectMany(finding => finding.Location.Split('→', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static bool IsWithin(string part, string whole) => part.Equals(whole, StringComparison.OrdinalIgnoreCase) || part.StartsWith($"{whole}.", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A check that failed, and what it said.</summary>
internal sealed record CheckFailure(string Name, Verdict Verdict);
