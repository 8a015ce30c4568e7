namespace ModelTests.Zoo;

/// <summary>Everything that one run of the zoo found.</summary>
/// <param name="Cases">One score per case and style.</param>
/// <param name="Healthy">How many parents and controls were run, each counted once per style.</param>
/// <param name="Accusations">What they, and the parents of the cases, were accused of.</param>
/// <param name="Unanswered">How often each check gave no answer on the healthy ones, by its reason.</param>
internal sealed record ZooResult(IReadOnlyList<CaseScore> Cases, int Healthy, IReadOnlyList<Accusation> Accusations, IReadOnlyDictionary<string, int> Unanswered);
