using Xunit;

namespace ModelTests.Xunit.Tests;

/// <summary>xUnit v2 has no warnings; v3's are looked at in RunnersTests.</summary>
[Collection(SampleRun.Once)]
public class WarningTests(SampleRun run)
{
    [Fact]
    public void A_warning_is_a_line_of_the_output_after_what_holds()
    {
        var lines = run.Results["ModelTests.Samples.WarnedTests.SplitsDisjoint"].Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("SplitsDisjoint holds: 16 inputs occur in both of", lines[0], StringComparison.Ordinal);
        Assert.Equal($"warning: {SampleRun.Warning}", Assert.Single(lines[1..]));
    }
}
