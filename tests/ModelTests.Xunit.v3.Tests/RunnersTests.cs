using Xunit;

namespace ModelTests.Xunit.Tests;

/// <summary>The program that an xUnit v3 test project is built into runs its tests itself; what comes out is what VSTest shows.</summary>
[Collection(SampleRun.Once)]
public class RunnersTests(SampleRun run)
{
    /// <summary>Those with all standard checks take the most time and have no outcome that the others have not.</summary>
    private static readonly string[] LeftOut = ["ModelTests.Samples.HealthyTests", "ModelTests.Samples.ExemptTests"];

    [Fact]
    public void Its_own_runner_has_the_outcomes_of_VSTest() =>
        HasTheOutcomesOfVSTest((_, file) => ["-automated", "-trx", file, .. LeftOut.SelectMany(name => (string[])["-class-", name])]);

    [Fact]
    public void Microsoft_Testing_Platform_has_the_outcomes_of_VSTest_and_shows_the_warning()
    {
        var output = HasTheOutcomesOfVSTest((folder, file) => ["--results-directory", folder, "--report-xunit-trx", "--report-xunit-trx-filename", Path.GetFileName(file), "--filter-not-class", .. LeftOut]);
        Assert.Contains($"WARNING: [ModelTests.Samples.WarnedTests.SplitsDisjoint] {SampleRun.Warning}", output, StringComparison.Ordinal);
    }

    /// <returns>What was printed.</returns>
    private string HasTheOutcomesOfVSTest(Func<string, string, string[]> arguments)
    {
        var (results, output) = SampleAssembly.InFolder(folder =>
        {
            var file = Path.Combine(folder, "samples.trx");
            var (_, output) = SampleAssembly.Dotnet([SampleRun.Samples.File, .. arguments(folder, file)], new() { ["MODELTESTS_REPORT"] = "never" });
            return (SampleAssembly.Results(file, output), output);
        });
        Assert.Equal(Outcomes(run.Results.Values.Where(result => !Array.Exists(LeftOut, name => result.Name.StartsWith($"{name}.", StringComparison.Ordinal)))), Outcomes(results.Values));
        return output;
    }

    private static IEnumerable<string> Outcomes(IEnumerable<SampleResult> results) => results.Select(result => $"{result.Name}: {result.Outcome}").Order(StringComparer.Ordinal);
}
