namespace ModelTests.Zoo;

/// <summary>What one check said about one fixture.</summary>
/// <param name="Check">Its name.</param>
/// <param name="Verdict">What it said.</param>
/// <param name="Seconds">How long that took.</param>
/// <param name="RootCause">The check whose failure explains this one; its own name where none does or where it did not fail.</param>
internal sealed record CheckAnswer(string Check, Verdict Verdict, double Seconds, string RootCause);

/// <summary>One fixture at one seed under the standard checks and those declared on it.</summary>
/// <param name="Seed">Of the weights and the data.</param>
/// <param name="Answers">The most fundamental check first.</param>
internal sealed record CheckedFixture(int Seed, IReadOnlyList<CheckAnswer> Answers)
{
    public IEnumerable<CheckAnswer> Failures => Answers.Where(answer => answer.Verdict.Outcome == Outcome.Fails);

    public double Seconds => Answers.Sum(answer => answer.Seconds);

    public static CheckedFixture Run(ZooControl healthy, int seed, Func<CheckAttribute, bool>? runs = null) =>
        Of(FixtureAnswers.Shared(healthy.Fixture(), seed), healthy.Declared, seed, runs);

    public static CheckedFixture Of(FixtureAnswers answers, IReadOnlyList<CheckAttribute> declared, int seed, Func<CheckAttribute, bool>? runs = null)
    {
        var plan = Checks(declared).Where(check => runs?.Invoke(check) != false).Select(answers.Planned).ToList();
        var timed = plan.ConvertAll(answers.Timed);
        return new CheckedFixture(seed, [.. plan.Zip(timed).Select(pair => new CheckAnswer(pair.First.Name, pair.Second.Verdict, pair.Second.Seconds,
            pair.Second.Verdict.Outcome == Outcome.Fails ? Diagnosis.Of(plan, pair.First, answers.Evidence).RootCause?.Name ?? pair.First.Name : pair.First.Name))]);
    }

    /// <summary>A declared check replaces the standard one of its name, as it does on a fixture class.</summary>
    private static IEnumerable<CheckAttribute> Checks(IReadOnlyList<CheckAttribute> declared) =>
        declared.Concat(new StandardChecksAttribute().Create()).DistinctBy(check => check.Name).OrderBy(check => CheckOrder.Rank(check.Name));
}
