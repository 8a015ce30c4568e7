using System.Reflection;
using Xunit;

namespace ModelTests.Tests;

/// <summary>What every check with a file beside the user's source does around its own comparison.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1708", Justification = "Names that differ by case only are what one of the tests is about.")]
public sealed class BaselineCheckTests : IDisposable
{
    private const string Stem = "BaselineCheckTests.DigitTests.RecordsNumber";

    private static readonly BaselineMode Checking = new(false, null);
    private static readonly BaselineMode Updating = new(true, null);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public sealed class DigitTests : ClassifierFixture;

    [RecordsNumber]
    public sealed class SameName : ClassifierFixture;

    [RecordsNumber]
    public sealed class Samename : ClassifierFixture;

    [Fact]
    public void The_first_run_fails_leaves_what_it_received_and_tells_how_to_accept_it()
    {
        var verdict = Run(1, Checking);
        Assert.Equal(Outcome.Fails, verdict.Outcome);
        Assert.Equal($"there is no baseline yet: {Stem}.verified.json is missing", verdict.Headline);
        Assert.Equal([folder.In($"{Stem}.received.json"), folder.In($"{Stem}.verified.json")], verdict.Findings.Select(finding => finding.Text == "" ? finding.Location : finding.Text));
        Assert.Contains($"dotnet modeltests accept {Stem}, or rename it to {Stem}.verified.json", verdict.Change, StringComparison.Ordinal);
        Assert.Equal([$"{Stem}.received.json"], folder.Names);
    }

    [Fact]
    public void An_unchanged_model_holds_and_clears_what_an_earlier_run_received()
    {
        Run(1, Updating);
        File.WriteAllText(folder.In($"{Stem}.received.json"), "");
        File.SetLastWriteTimeUtc(folder.In($"{Stem}.received.json"), DateTime.UtcNow.AddDays(-1));
        Assert.Equal(Outcome.Holds, Run(1, Checking).Outcome);
        Assert.Equal([$"{Stem}.verified.json"], folder.Names);
    }

    [Fact]
    public void A_changed_model_fails_and_leaves_both_files()
    {
        Run(1, Updating);
        Assert.Equal("the number differs", Run(2, Checking).Headline);
        Assert.Equal([$"{Stem}.received.json", $"{Stem}.verified.json"], folder.Names);
    }

    [Fact]
    public void An_update_says_what_it_wrote_and_by_how_much_it_changed()
    {
        Run(1, Updating);
        var verdict = Run(1.5, Updating);
        Assert.Equal(Outcome.Holds, verdict.Outcome);
        Assert.Equal(
        [
            $"MODELTESTS_BASELINES=update: wrote {folder.In($"{Stem}.verified.json")}",
            "  section  name    verified  received  change",
            "  numbers  number  1         1.5       +0.5 (+50 %)",
            "  4 figures as before",
            "before it, the check would have said: the number differs",
        ], verdict.Headline.Split('\n'));
        Assert.EndsWith("was left as it is, nothing differs", Run(1.5, Updating).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_does_not_write_a_baseline_that_can_never_hold()
    {
        Run(1, Updating);
        var verdict = Run(double.NaN, Updating);
        Assert.Equal(Outcome.Fails, verdict.Outcome);
        Assert.StartsWith("number is \"NaN\"", verdict.Headline, StringComparison.Ordinal);
        Assert.Equal(Outcome.Holds, Run(1, Checking).Outcome);
    }

    [Fact]
    public void An_update_that_a_build_server_ignores_is_said_whether_the_check_holds_or_fails()
    {
        var server = new BaselineMode(false, "ignored here");
        Assert.EndsWith("; ignored here", Run(1, server).Change, StringComparison.Ordinal);
        Run(1, Updating);
        Assert.Equal("ignored here", Run(1, server).Warning);
    }

    [Fact]
    public void A_damaged_file_is_named_before_anything_is_recorded_and_no_update_overwrites_it()
    {
        File.WriteAllText(folder.In($"{Stem}.verified.json"), "<<<<<<< HEAD\n");
        Assert.Contains("merge conflict", Assert.Throws<FixtureException>(() => Run(1, Updating)).Message, StringComparison.Ordinal);
        Assert.Equal("<<<<<<< HEAD\n", File.ReadAllText(folder.In($"{Stem}.verified.json")));
    }

    [Fact]
    public void What_cannot_be_compared_is_no_failure_and_nothing_is_written()
    {
        var verdict = BaselineRun.Settle(new RecordsNumberAttribute(folder.SourceFile) { Inconclusive = "it differs from run to run" }.Judge(new Evidence(new DigitTests())),
            new BaselineFile(folder.Path, Stem), Updating);
        Assert.Equal(Verdict.CouldNotTell("it differs from run to run"), verdict);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_file_that_another_check_recorded_is_named()
    {
        File.WriteAllText(folder.In($"{Stem}.verified.json"), new Baseline(typeof(DigitTests).FullName!, "SameOutputs", []).ToString());
        Assert.EndsWith("was recorded by [SameOutputs]", Assert.Throws<FixtureException>(() => Run(1, Updating)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_does_not_hide_what_the_check_found()
    {
        var verdict = BaselineRun.Settle(Verdict.Fails("the number differs").ChangeTo("look at it") with { Received = BaselineFileTests.Recorded(1) }, new BaselineFile(folder.SourceFile, Stem), Checking);
        Assert.Equal("the number differs", verdict.Headline);
        Assert.StartsWith("look at it; ", verdict.Change, StringComparison.Ordinal);
        Assert.Contains("cannot be written", verdict.Change, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_is_recorded_and_kept_from_the_comparison()
    {
        Run(1, Updating);
        var recorded = BaselineEnvironment.In(BaselineText.Read(File.ReadAllText(folder.In($"{Stem}.verified.json"))))!;
        Assert.Equal("cpu", recorded.Device);
        Assert.Matches(@"^\d+\.\d+", recorded.Libtorch);
        Assert.Equal([true], Check(1, out _).SameEnvironment);
    }

    [Fact]
    public void A_baseline_of_another_environment_is_compared_as_such_and_says_so()
    {
        Run(1, Updating);
        var file = folder.In($"{Stem}.verified.json");
        File.WriteAllText(file, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(file), "\"libtorch\": \"[^\"]*\"", "\"libtorch\": \"1.0\""));
        Assert.Equal([false], Check(1, out var verdict).SameEnvironment);
        Assert.Matches(@"^recorded with libtorch 1\.0, now with libtorch [^ ]+: compared with the wider tolerance$", verdict.Warning);
    }

    [Fact]
    public void A_renamed_class_is_told_which_file_was_its_own()
    {
        WriteBaselineOf("Digits.OldTests", "OldTests");
        Assert.Equal($"OldTests.RecordsNumber.verified.json belongs to Digits.OldTests, which is no longer there: rename it to {Stem}.verified.json if the class was renamed", Run(1, Checking).Cause);
    }

    [Fact]
    public void A_file_whose_class_is_gone_or_lost_the_check_is_reported_by_its_neighbours()
    {
        Run(1, Updating);
        WriteBaselineOf("Digits.OldTests", "OldTests");
        WriteBaselineOf(typeof(BaselineCheckTests).FullName!, "BaselineCheckTests");
        WriteBaselineOf(typeof(SameName).FullName!, "BaselineCheckTests.SameName");
        var verdict = Run(1, Checking);
        Assert.Equal("the number is the same", verdict.Headline);
        Assert.Equal("BaselineCheckTests.RecordsNumber.verified.json belongs to ModelTests.Tests.BaselineCheckTests, which no longer has [RecordsNumber], "
            + "OldTests.RecordsNumber.verified.json belongs to Digits.OldTests, which is no longer there: delete what is no longer wanted", verdict.Warning);
    }

    [Theory]
    [InlineData(typeof(SameName))]
    [InlineData(typeof(Samename))]
    [InlineData(typeof(North.TwinTests))]
    [InlineData(typeof(South.TwinTests))]
    public void Two_classes_that_would_have_one_file_on_some_file_system_are_both_refused(Type fixture)
    {
        var problem = Assert.Throws<FixtureException>(() => BaselineNeighbours.RequireOwnFile(fixture, fixture.GetCustomAttribute<RecordsNumberAttribute>()!));
        Assert.Contains("would have the same baseline", problem.Message, StringComparison.Ordinal);
        Assert.Contains(fixture.FullName!, problem.Message, StringComparison.Ordinal);
    }

    private void WriteBaselineOf(string fixture, string stem) =>
        File.WriteAllText(folder.In($"{stem}.RecordsNumber.verified.json"), new Baseline(fixture, "RecordsNumber", []).ToString());

    private Verdict Run(double number, BaselineMode mode)
    {
        var check = Check(number, out var verdict);
        return BaselineRun.Settle(verdict, check.FileOf(typeof(DigitTests)), mode);
    }

    private RecordsNumberAttribute Check(double number, out Verdict verdict)
    {
        var check = new RecordsNumberAttribute(folder.SourceFile) { Number = number };
        verdict = check.Judge(new Evidence(new DigitTests()));
        return check;
    }
}
