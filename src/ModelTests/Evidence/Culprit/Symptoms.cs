using System.Reflection;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What every check that applies says of the fixture.</summary>
    internal Symptoms Symptoms => Recorded(() => Symptoms.Of(this)).Value;

    /// <summary>Whether each target is the input one step on; false where the fixture cannot be used, which other checks report.</summary>
    internal bool TargetsAreNextInputs
    {
        get
        {
            const int batches = 4;
            try
            {
                using var scope = NewDisposeScope();
                using var subject = CreateUnproven();
                return NextStepTargets.In(subject.Batches(batches));
            }
            catch (FixtureException)
            {
                return false;
            }
        }
    }
}

/// <summary>All failures of a fixture and their common cause: the checks that its class declares, the standard ones and those that its data implies, but for those that it exempts.</summary>
/// <param name="Failures">The most fundamental first.</param>
/// <param name="Root">The cause of the first of them; null when nothing fails.</param>
/// <param name="Judged">How many checks gave an answer.</param>
/// <param name="Unjudged">How many there was no time for.</param>
internal sealed record Symptoms(IReadOnlyList<CheckFailure> Failures, PlannedCheck? Root, int Judged, int Unjudged)
{
    /// <summary>The share of the budget after which no further check is begun: what is exchanged for comparison needs the rest.</summary>
    private const double MostOfBudget = 0.6;

    public static Symptoms Of(Evidence evidence)
    {
        var plan = PlanFor(evidence);
        var judged = plan.TakeWhile(_ => evidence.Budget.Used < MostOfBudget).Select(check => (Check: check, Verdict: evidence.Verdicts[check] = CheckRun.Here(check.Check, evidence))).ToList();
        var failed = judged.Where(entry => entry.Verdict.Outcome == Outcome.Fails).ToList();
        var first = failed.Select(entry => entry.Check).FirstOrDefault();
        var root = first is null ? null : Diagnosis.RootOf([.. judged.Select(entry => entry.Check)], first, evidence) ?? first;
        return new Symptoms([.. failed.Select(entry => new CheckFailure(entry.Check.Name, entry.Verdict))], root,
            judged.Count(entry => entry.Verdict.Outcome is Outcome.Fails or Outcome.Holds), plan.Count - judged.Count);
    }

    /// <summary>Copies: what is judged here, with little time left, is not what the check's own test would say.</summary>
    private static List<PlannedCheck> PlanFor(Evidence evidence)
    {
        var fixture = evidence.Recipes.FixtureType;
        var exempt = fixture.GetCustomAttributes<ExemptAttribute>(inherit: true).Select(exemption => exemption.Check).ToHashSet();
        var declared = fixture.GetCustomAttributes<CheckAttribute>(inherit: true).Where(check => !check.TakesLong).ToList();
        return [.. declared.Concat(new StandardChecksAttribute().Create()).Concat(Implied(evidence)).Where(check => check.Skip is null && !exempt.Contains(check.Name))
            .DistinctBy(check => (check.Name, check.Arguments)).OrderBy(check => CheckOrder.Rank(check.Name)).Select(check => new PlannedCheck(check.Name, check, null))];
    }

    /// <summary>Contracts that nobody need declare, because the data leaves no other reading.</summary>
    private static IEnumerable<CheckAttribute> Implied(Evidence evidence)
    {
        if (evidence.TargetsAreNextInputs)
            yield return new CausalAttribute();
    }
}
