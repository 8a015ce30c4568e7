namespace ModelTests;

/// <summary>What a failure of one check has to do with the other failures of its class.</summary>
/// <param name="RootCause">The most fundamental failure that explains it; null when it is that itself.</param>
/// <param name="Explains">The failures that follow from it.</param>
internal sealed record Diagnosis(CheckFailure? RootCause, IReadOnlyList<string> Explains)
{
    /// <summary>A check takes minutes to fail and seconds to diagnose; those that train for quality are not run for a diagnosis.</summary>
    private static readonly string[] TooLong = ["MatchesBaseline", "SameOutputs", "FindsCulprit"];

    /// <summary>Judges the other checks of the class, as far as rules connect them with this one. What they recorded is shared, so their own tests have less to do.</summary>
    public static Diagnosis Of(IReadOnlyList<PlannedCheck> plan, PlannedCheck failed, Evidence evidence, CancellationToken cancellation = default)
    {
        var running = plan.Where(check => check.Check.Skip is null).ToList();
        var root = RootOf(failed);
        if (root is not null)
            return new Diagnosis(new CheckFailure(root.Name, VerdictOf(root)), []);
        var symptoms = running.Where(other => Array.IndexOf(TooLong, other.Check.Name) < 0 && CauseRules.MayExplain(failed.Check.Name, other.Check.Name))
            .Where(other => VerdictOf(other).Outcome == Outcome.Fails && Leads(other, failed));
        return new Diagnosis(null, [.. symptoms.Select(symptom => symptom.Name)]);

        Verdict VerdictOf(PlannedCheck check) => CheckRun.Of(check, evidence, cancellation);

        // Causes stand before their symptoms, so this ends.
        PlannedCheck? RootOf(PlannedCheck symptom)
        {
            var cause = running.Where(other => CauseRules.MayExplain(other.Check.Name, symptom.Check.Name)).OrderBy(other => CheckOrder.Rank(other.Check.Name))
                .FirstOrDefault(other => Explains(other, symptom));
            return cause is null ? null : RootOf(cause) ?? cause;
        }

        bool Leads(PlannedCheck symptom, PlannedCheck cause) => RootOf(symptom) == cause;

        bool Explains(PlannedCheck cause, PlannedCheck symptom)
        {
            var (why, what) = (VerdictOf(cause), VerdictOf(symptom));
            // A fixture that cannot be used fails every check in the same words; none of them explains anything.
            return why is { Outcome: Outcome.Fails, FixtureIsUnusable: false }
                && CauseRules.Between(cause.Check.Name, symptom.Check.Name).Any(rule => IsMet(rule.Needs, why, what, evidence));
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
