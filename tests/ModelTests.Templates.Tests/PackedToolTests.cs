using Xunit;

namespace ModelTests.Templates.Tests;

/// <summary>The tool as users get it: from its package, started by dotnet.</summary>
[Collection(CreatedRepositoryCollection.Name)]
public class PackedToolTests(CreatedRepository created)
{
    [Fact]
    public void The_installed_tool_accepts_a_received_baseline_and_examines_the_created_repository()
    {
        var environment = new Dictionary<string, string> { ["PATH"] = created.Trial.InstallTool() + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH") };
        var tests = Path.Combine(created.Folder, "tests", "DigitNet.Tests");
        var received = Path.Combine(tests, "ImageClassifierTests.MatchesBaseline.received.json");
        File.WriteAllText(received, """{ "modeltests": 1, "class": "DigitNet.Tests.ImageClassifierTests", "check": "MatchesBaseline", "metrics": { "accuracy": 0.95 } }""");

        var accepted = new List<string>();
        Assert.Equal(0, Shell.Run("dotnet", ["modeltests", "accept", "ImageClassifierTests", "--yes"], created.Folder, environment, accepted.Add));
        Assert.Equal("1 accepted, 0 left", accepted[^1]);
        Assert.False(File.Exists(received));
        Assert.True(File.Exists(received.Replace("received", "verified", StringComparison.Ordinal)));

        var examined = new List<string>();
        Shell.Run("dotnet", ["modeltests", "doctor"], created.Folder, environment, examined.Add);
        Assert.Contains(examined, line => line.StartsWith("ok ", StringComparison.Ordinal) && line.Contains("DigitNet.Tests", StringComparison.Ordinal));
    }
}
