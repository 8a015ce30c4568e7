using Xunit;

namespace ModelTests.Tests;

/// <summary>Baselines with real processes: built in one folder and run in another, two at once, and ended in the middle.</summary>
public class BaselineProcessTests(BuiltElsewhere program) : IClassFixture<BuiltElsewhere>
{
    private const int Updates = 40;

    [Fact]
    public void A_deterministic_build_that_was_moved_finds_the_folder_of_its_source()
    {
        using var process = program.Run("folder");
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Matches(@"^/_\d*/tests/Digits/Program\.cs$", lines[0]);
        Assert.Equal(Path.Combine(program.Folder, "tests", "Digits"), lines[1]);
    }

    [Fact]
    public async Task Two_processes_that_update_one_file_at_once_lose_no_update_and_a_reader_never_sees_half_a_file()
    {
        using var folder = new TemporaryFolder();
        var file = new BaselineFile(folder.Path, "Counter.MatchesBaseline");
        using var first = program.Run("add", folder.Path, $"{Updates}");
        using var second = program.Run("add", folder.Path, $"{Updates}");
        var both = Task.WhenAll(first.WaitForExitAsync(), second.WaitForExitAsync());
        // Reading throws when the file is not whole.
        while (!both.IsCompleted)
            _ = file.Read();
        await both;
        Assert.Equal($"{2 * Updates}", file.Read()!.Section("counts")["total"]);
        Assert.Equal(["Counter.MatchesBaseline.verified.json"], folder.Names);
    }

    [Fact]
    public void A_process_that_is_ended_while_it_writes_leaves_a_whole_file_and_nobody_waits_for_it()
    {
        using var folder = new TemporaryFolder();
        var file = new BaselineFile(folder.Path, "Counter.MatchesBaseline");
        using (var endless = program.Run("add", folder.Path, $"{int.MaxValue}"))
        {
            try
            {
                while (file.Read() is null)
                    Thread.Sleep(1);
            }
            finally
            {
                endless.Kill();
                endless.WaitForExit();
            }
        }
        var before = file.Read()!;
        file.WriteVerified(before with { Entries = [new("counts", "total", "0")] }, before);
        Assert.Equal("0", file.Read()!.Section("counts")["total"]);
        Assert.All(folder.Names, name => Assert.Matches(@"\.verified\.json$|\.received\.", name));
    }
}
