using System.Diagnostics;

namespace ModelTests.Zoo;

/// <summary>What one check said about one fixture.</summary>
internal sealed record CheckAnswer(string Check, Verdict Verdict, double Seconds);

/// <summary>One fixture at one seed under the standard checks and those declared on it.</summary>
/// <param name="Seed">Of the weights and the data.</param>
/// <param name="Answers">The most fundamental check first.</param>
internal sealed record CheckedFixture(int Seed, IReadOnlyList<CheckAnswer> Answers)
{
    public IEnumerable<CheckAnswer> Failures => Answers.Where(answer => answer.Verdict.Outcome == Outcome.Fails);

    public double Seconds => Answers.Sum(answer => answer.Seconds);

    public static CheckedFixture Run(ZooControl healthy, int seed, Func<CheckAttribute, bool>? runs = null) =>
        Run(healthy.Fixture, healthy.Declared, seed, runs, healthy.Exempted);

    public static CheckedFixture Run(Func<IRecipes> fixture, IReadOnlyList<CheckAttribute> declared, int seed,
        Func<CheckAttribute, bool>? runs = null, IReadOnlyList<ExemptAttribute>? exempted = null)
    {
        var evidence = new Evidence(fixture(), seed);
        return new CheckedFixture(seed, [.. Checks(declared).Where(check => runs?.Invoke(check) != false)
            .Select(check => Answer(check, exempted?.FirstOrDefault(exempt => exempt.Check == check.Name), evidence))]);
    }

    /// <summary>A declared check replaces the standard one of its name, as it does on a fixture class.</summary>
    private static IEnumerable<CheckAttribute> Checks(IReadOnlyList<CheckAttribute> declared) =>
        declared.Concat(new StandardChecksAttribute().Create()).DistinctBy(check => check.Name).OrderBy(check => CheckOrder.Rank(check.Name));

    private static CheckAnswer Answer(CheckAttribute check, ExemptAttribute? exemption, Evidence evidence)
    {
        var start = Stopwatch.GetTimestamp();
        var verdict = CheckRun.Of(new PlannedCheck(check.Name, check, exemption), evidence);
        return new CheckAnswer(check.Name, verdict, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
