namespace ModelTests.Zoo;

/// <summary>Everything that one run of the zoo found.</summary>
/// <param name="Cases">One score per case and style.</param>
/// <param name="Healthy">How many parents and controls were run, each counted once per style.</param>
/// <param name="Accusations">What they, and the parents of the cases, were accused of.</param>
/// <param name="Unanswered">Which checks gave no answer on the healthy ones.</param>
internal sealed record ZooResult(IReadOnlyList<CaseScore> Cases, int Healthy, IReadOnlyList<Accusation> Accusations, IReadOnlyList<Unanswered> Unanswered);

/// <summary>A check that gave no answer on a parent or a control, at one seed or more.</summary>
/// <param name="Healthy">The parent or control.</param>
/// <param name="Check">The check.</param>
/// <param name="Outcome">Whether it does not apply or could not tell.</param>
/// <param name="Reason">What it said at the first of the seeds.</param>
internal sealed record Unanswered(string Healthy, string Check, Outcome Outcome, string Reason);
