using System.Collections.Concurrent;
using System.Reflection;

namespace ModelTests;

/// <summary>Which checks a fixture class asks for. Reads attributes only: no model is built and no native library loaded.</summary>
internal static class CheckPlan
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<PlannedCheck>> Plans = new();

    /// <summary>Never throws: whatever is wrong with the attributes becomes a planned check that fails and says so.</summary>
    public static IReadOnlyList<PlannedCheck> For(Type fixture) => Plans.GetOrAdd(fixture, static type =>
    {
        try
        {
            return Read(type);
        }
        catch (Exception exception)
        {
            return [Problem("CheckDiscovery", $"the check attributes of {type.Name} could not be read: {NativeLibraries.Unwrap(exception).Message}", "correct the attribute's arguments")];
        }
    });

    /// <summary>The planned check of that name; one that fails and says so when the class no longer has it.</summary>
    public static PlannedCheck Find(Type fixture, string name) =>
        For(fixture).FirstOrDefault(planned => planned.Name == name)
        ?? Problem(name, $"{fixture.Name} no longer declares the check {name}", "build the test project again");

    /// <summary>A check that the class need not ask for; an exemption on the class counts.</summary>
    public static PlannedCheck Of(Type fixture, CheckAttribute check) => Plan(check, isRepeated: false, Exemptions(fixture));

    /// <summary>The checks of the class, with one that it need not ask for in the place of its own one of that name.</summary>
    public static IReadOnlyList<PlannedCheck> With(PlannedCheck check, Type fixture) => For(fixture) is var plan && plan.Any(planned => ReferenceEquals(planned, check))
        ? plan : [.. plan.Where(planned => planned.Name != check.Name), check];

    private static List<ExemptAttribute> Exemptions(Type fixture) => [.. fixture.GetCustomAttributes<ExemptAttribute>(inherit: true)];

    private static List<PlannedCheck> Read(Type fixture)
    {
        var written = fixture.GetCustomAttributes<CheckAttribute>(inherit: true).ToList();
        var standard = fixture.GetCustomAttribute<StandardChecksAttribute>(inherit: true)?.Create() ?? [];
        var checks = written.Concat(standard.Where(check => !written.Any(other => other.Name == check.Name))).DistinctBy(check => (check.Name, check.Arguments)).ToList();
        if (checks.Count == 0)
        {
            return [Problem("NoChecks", $"{fixture.Name} asks for no check, so nothing would be tested",
                "put [StandardChecks] or single checks such as [WeightsUpdate] on the class")];
        }
        var repeated = checks.GroupBy(check => check.Name).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        var exemptions = Exemptions(fixture);
        var planned = checks.Select(check => Plan(check, repeated.Contains(check.Name), exemptions)).ToList();
        var names = planned.Select(check => check.Name).ToList();
        planned.AddRange(exemptions.Where(exempt => !names.Contains(exempt.Check) && !repeated.Contains(exempt.Check))
            .Select(exempt => Problem($"Exempt.{exempt.Check}", $"[Exempt(\"{exempt.Check}\", …)] names no check of {fixture.Name}, which has {string.Join(", ", names)}", "correct the name or remove the exemption")));
        return planned;
    }

    /// <summary>A check that a class has several times is told apart by its arguments; an exemption is of one of them, or of all by the check's name.</summary>
    private static PlannedCheck Plan(CheckAttribute check, bool isRepeated, List<ExemptAttribute> exemptions)
    {
        var name = isRepeated ? $"{check.Name}({check.Arguments})" : check.Name;
        return new PlannedCheck(name, check, exemptions.Find(exempt => exempt.Check == name) ?? exemptions.Find(exempt => exempt.Check == check.Name));
    }

    private static PlannedCheck Problem(string name, string headline, string change) => new(name, new ProblemCheck(headline, change), null);

    /// <summary>Fails with what is wrong about the class.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    private sealed class ProblemCheck(string headline, string change) : CheckAttribute("", 0)
    {
        public override string Claim => headline;

        internal override Stage Stage => Stage.Model;

        internal override bool IsStandard => false;

        internal override Verdict Judge(Evidence evidence) => Verdict.Fails(headline).ChangeTo(change);
    }
}

/// <summary>One test to be.</summary>
/// <param name="Name">The check's name, with its arguments where the class has it several times: unique in its class.</param>
/// <param name="Check">What is judged.</param>
/// <param name="Exemption">Why it is expected to fail, if it is.</param>
internal sealed record PlannedCheck(string Name, CheckAttribute Check, ExemptAttribute? Exemption)
{
    /// <summary>The name without arguments, which would end a test filter or split a tree of tests at their dots and brackets.</summary>
    public string Method => Check.Arguments.Length > 0 ? Check.Name : Name;
}
