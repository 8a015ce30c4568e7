using System.Text;
using Xunit;

namespace ModelTests.Tests;

public sealed class BaselineFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly BaselineFile file;

    public BaselineFileTests() => file = new BaselineFile(folder.Path, "DigitTests.MatchesBaseline");

    public void Dispose() => folder.Dispose();

    internal static Baseline Recorded(double accuracy) => new("Digits.DigitTests", "MatchesBaseline", [new("metrics", "accuracy", Significant.Of(accuracy))]);

    [Fact]
    public void There_is_nothing_to_read_before_anything_was_verified() => Assert.Null(file.Read());

    [Fact]
    public void Verified_and_received_lie_beside_the_source_and_nothing_else_is_left_there()
    {
        file.WriteVerified(Recorded(0.5), null);
        file.WriteReceived(Recorded(0.6));
        Assert.Equal(["DigitTests.MatchesBaseline.received.json", "DigitTests.MatchesBaseline.verified.json"], folder.Names);
        Assert.Equal("0.5", file.Read()!.Section("metrics")["accuracy"]);
    }

    [Fact]
    public void A_file_has_neither_a_byte_order_mark_nor_carriage_returns_nor_paths()
    {
        file.WriteVerified(Recorded(0.5), null);
        var bytes = File.ReadAllBytes(file.Verified);
        Assert.Equal((byte)'{', bytes[0]);
        Assert.DoesNotContain((byte)'\r', bytes);
        Assert.DoesNotContain(folder.Path, Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_an_editor_gave_a_byte_order_mark_is_read()
    {
        File.WriteAllText(file.Verified, Recorded(0.5).ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.NotNull(file.Read());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<<<<<<< HEAD\n{}\n=======\n")]
    [InlineData("{ \"modeltests\": 1,")]
    [InlineData("{ \"modeltests\": 7 }")]
    [InlineData("{ \"modeltests\": 1, \"modeltests\": 1 }")]
    public void A_damaged_file_is_named_and_neither_an_update_nor_an_acceptance_overwrites_it(string damaged)
    {
        File.WriteAllText(file.Verified, damaged);
        file.WriteReceived(Recorded(0.6));
        foreach (var touch in new Action[] { () => file.Read(), () => file.WriteVerified(Recorded(0.6), null), () => file.Accept(Recorded(0.6).ToString()) })
        {
            var problem = Assert.Throws<FixtureException>(touch);
            Assert.StartsWith($"the baseline {file.Verified} cannot be used: it", problem.Message, StringComparison.Ordinal);
            Assert.Contains("delete it first", problem.Change, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllText(file.Verified));
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_named()
    {
        File.WriteAllBytes(file.Verified, [0x7B, 0xFF, 0xFE, 0x7D]);
        Assert.Throws<FixtureException>(file.Read);
    }

    [Fact]
    public void A_write_that_ended_before_its_draft_took_the_name_leaves_the_old_file_whole_and_its_draft_is_cleared_later()
    {
        file.WriteVerified(Recorded(0.5), null);
        var abandoned = folder.In("DigitTests.MatchesBaseline.received.0123456789abcdef.tmp");
        File.WriteAllText(abandoned, Recorded(0.6).ToString()[..40]);
        var othersDraft = folder.In("DigitTests.MatchesBaseline.received.fedcba9876543210.tmp");
        File.WriteAllText(othersDraft, "of a process that is writing now");
        File.SetLastWriteTimeUtc(abandoned, DateTime.UtcNow.AddHours(-2));

        Assert.Equal("0.5", file.Read()!.Section("metrics")["accuracy"]);
        file.WriteReceived(Recorded(0.7));
        Assert.False(File.Exists(abandoned));
        Assert.True(File.Exists(othersDraft));
    }

    [Fact]
    public void Drafts_are_ignored_by_git_in_this_repository_and_in_created_ones()
    {
        foreach (var ignore in new[] { ".gitignore", "templates/ModelTests.Templates/repository/.gitignore" })
            Assert.Contains("\n*.received.*\n", $"\n{RepositoryFiles.Read(ignore)}", StringComparison.Ordinal);
        foreach (var attributes in new[] { ".gitattributes", "templates/ModelTests.Templates/repository/.gitattributes" })
            Assert.Matches(@"\n\*(\.verified\.json)? text(=auto)? eol=lf\n", $"\n{RepositoryFiles.Read(attributes)}");
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        // Permissions do not bind the administrator who may run the tests; nobody can write below a file.
        var unwritable = new BaselineFile(folder.SourceFile, "DigitTests.MatchesBaseline");
        var problem = Assert.Throws<FixtureException>(() => unwritable.WriteReceived(Recorded(0.5)));
        Assert.StartsWith($"{unwritable.Received} cannot be written: ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_a_folder_has_taken_is_named_and_no_draft_is_left()
    {
        Directory.CreateDirectory(file.Received);
        Assert.Throws<FixtureException>(() => file.WriteReceived(Recorded(0.5)));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void An_update_does_not_replace_what_it_has_not_read()
    {
        file.WriteVerified(Recorded(0.5), null);
        var problem = Assert.Throws<FixtureException>(() => file.WriteVerified(Recorded(0.7), replaced: null));
        Assert.Contains("was changed by another process", problem.Message, StringComparison.Ordinal);
        file.WriteVerified(Recorded(0.5), replaced: null);
        Assert.Equal("0.5", file.Read()!.Section("metrics")["accuracy"]);
    }

    [Fact]
    public void Accepting_renames_what_was_shown_and_nothing_else()
    {
        file.WriteVerified(Recorded(0.5), null);
        file.WriteReceived(Recorded(0.6));
        Assert.Contains("in the meantime", Assert.Throws<FixtureException>(() => file.Accept("something else")).Message, StringComparison.Ordinal);
        file.Accept(Recorded(0.6).ToString());
        Assert.Equal(["DigitTests.MatchesBaseline.verified.json"], folder.Names);
        Assert.Equal("0.6", file.Read()!.Section("metrics")["accuracy"]);
    }

    [Fact]
    public void What_an_earlier_run_received_is_cleared_and_what_another_run_received_meanwhile_is_not()
    {
        file.WriteReceived(Recorded(0.6));
        file.DeleteReceived();
        Assert.True(File.Exists(file.Received));
        File.SetLastWriteTimeUtc(file.Received, DateTime.UtcNow.AddDays(-1));
        file.DeleteReceived();
        Assert.False(File.Exists(file.Received));
    }
}
