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

    private static List<PlannedCheck> Read(Type fixture)
    {
        var written = fixture.GetCustomAttributes<CheckAttribute>(inherit: true).ToList();
        var standard = fixture.GetCustomAttribute<StandardChecksAttribute>(inherit: true)?.Create() ?? [];
        var checks = written.Concat(standard).DistinctBy(check => check.Name).ToList();
        if (checks.Count == 0)
        {
            return [Problem("NoChecks", $"{fixture.Name} derives from ModelFixture and asks for no check, so nothing would be tested",
                "put [StandardChecks] or single checks such as [WeightsUpdate] on the class")];
        }
        var exemptions = fixture.GetCustomAttributes<ExemptAttribute>(inherit: true).ToList();
        var planned = checks.Select(check => new PlannedCheck(check.Name, check, exemptions.FirstOrDefault(exempt => exempt.Check == check.Name))).ToList();
        planned.AddRange(exemptions.Where(exempt => !checks.Any(check => check.Name == exempt.Check))
            .Select(exempt => Problem($"Exempt.{exempt.Check}", $"[Exempt(\"{exempt.Check}\", …)] names no check of {fixture.Name}, which has {string.Join(", ", checks.Select(check => check.Name))}", "correct the name or remove the exemption")));
        return planned;
    }

    private static PlannedCheck Problem(string name, string headline, string change) => new(name, new ProblemCheck(headline, change), null);

    /// <summary>Fails with what is wrong about the class.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    private sealed class ProblemCheck(string headline, string change) : CheckAttribute("", 0)
    {
        public override string Claim => headline;

        internal override bool IsStandard => false;

        internal override Verdict Judge(Evidence evidence) => Verdict.Fails(headline).ChangeTo(change);
    }
}

/// <summary>One test to be.</summary>
/// <param name="Name">The check's name: unique in its class.</param>
/// <param name="Check">What is judged.</param>
/// <param name="Exemption">Why it is expected to fail, if it is.</param>
internal sealed record PlannedCheck(string Name, CheckAttribute Check, ExemptAttribute? Exemption);
