using Xunit;

namespace ModelTests.Tool.Tests;

public sealed class AcceptTests : IDisposable
{
    private const string Digits = "tests/DigitTests.MatchesBaseline";
    private const string Letters = "tests/LetterTests.SameOutputs";

    private readonly ToolRun tool = new();

    public void Dispose() => tool.Dispose();

    private static string Baseline(string accuracy) =>
        new Baseline("Digits.DigitTests", "MatchesBaseline", [new("metrics", "accuracy", accuracy), new("state", "fc.weight", "[10, 3]")]).ToString();

    [Fact]
    public void Without_anything_received_there_is_nothing_to_do()
    {
        Assert.Equal(0, tool.Run("accept"));
        Assert.Equal($"there is no received baseline below {tool.Folder}\n", tool.Output);
    }

    [Fact]
    public void The_differences_are_shown_as_a_table_and_a_yes_renames_the_file()
    {
        tool.Write($"{Digits}.verified.json", Baseline("0.9"));
        tool.Write($"{Digits}.received.json", Baseline("0.81"));
        tool.Answers = ["what?", "Y"];
        Assert.Equal(0, tool.Run("accept"));
        Assert.Equal(
            $"""
            {Path.Combine("tests", "DigitTests.MatchesBaseline")}
              section  name      verified  received  change
              metrics  accuracy  0.9       0.81      -0.09 (-10 %)
              1 figure as before
              accept? y(es), n(o), q(uit):   accept? y(es), n(o), q(uit):   accepted: {Path.Combine("tests", "DigitTests.MatchesBaseline.verified.json")}
            1 accepted, 0 left

            """.ReplaceLineEndings("\n"), tool.Output);
        Assert.Equal(Baseline("0.81"), tool.Read($"{Digits}.verified.json"));
        Assert.False(File.Exists(tool.Path($"{Digits}.received.json")));
    }

    [Fact]
    public void A_no_leaves_both_files_and_goes_on()
    {
        tool.Write($"{Digits}.received.json", Baseline("1"));
        tool.Write($"{Letters}.received.json", Baseline("2"));
        tool.Answers = ["n", "y"];
        Assert.Equal(1, tool.Run("accept"));
        Assert.True(File.Exists(tool.Path($"{Digits}.received.json")));
        Assert.Equal(Baseline("2"), tool.Read($"{Letters}.verified.json"));
        Assert.EndsWith("1 accepted, 1 left\n", tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q")]
    [InlineData(null)]
    public void Quitting_or_the_end_of_the_input_leaves_the_rest(string? answer)
    {
        tool.Write($"{Digits}.received.json", Baseline("1"));
        tool.Write($"{Letters}.received.json", Baseline("2"));
        tool.Answers = answer is null ? [] : [answer];
        Assert.Equal(1, tool.Run("accept"));
        Assert.EndsWith("0 accepted, 2 left\n", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_person_nothing_is_accepted_unless_told_to()
    {
        tool.Write($"{Digits}.received.json", Baseline("1"));
        tool.Answers = null;
        Assert.Equal(2, tool.Run("accept"));
        Assert.Contains("add --yes", tool.Error, StringComparison.Ordinal);
        Assert.Contains("0 accepted, 1 left", tool.Output, StringComparison.Ordinal);
        Assert.Equal(0, tool.Run("accept", "--yes"));
        Assert.True(File.Exists(tool.Path($"{Digits}.verified.json")));
    }

    [Fact]
    public void A_filter_takes_what_has_it_in_its_name_whatever_its_case()
    {
        tool.Write($"{Digits}.received.json", Baseline("1"));
        tool.Write($"{Letters}.received.json", Baseline("2"));
        Assert.Equal(0, tool.Run("accept", "lettertests", "--yes"));
        Assert.True(File.Exists(tool.Path($"{Digits}.received.json")));
        Assert.True(File.Exists(tool.Path($"{Letters}.verified.json")));
    }

    [Theory]
    [InlineData("Digits.DigitTests")]
    [InlineData("Digits.DigitTests.MatchesBaseline")]
    [InlineData("tests.digittests")]
    public void A_filter_may_have_the_namespace_and_a_nested_class_as_reflection_writes_it(string filter)
    {
        tool.Write($"{Digits}.received.json", new Baseline("Digits.Tests+DigitTests", "MatchesBaseline", []).ToString());
        tool.Write($"{Letters}.received.json", Baseline("2").Replace("Digits.DigitTests", "Letters.LetterTests", StringComparison.Ordinal));
        tool.Run("accept", filter.Replace("Digits.DigitTests", "Digits.Tests+DigitTests", StringComparison.Ordinal), "--yes");
        Assert.True(File.Exists(tool.Path($"{Digits}.verified.json")), tool.Output);
        Assert.False(File.Exists(tool.Path($"{Letters}.verified.json")));
    }

    [Fact]
    public void A_filter_that_matches_nothing_names_what_there_is()
    {
        tool.Write($"{Digits}.received.json", Baseline("1"));
        Assert.Equal(1, tool.Run("accept", "Leters", "--yes"));
        Assert.Equal("no received baseline matches Leters; there are DigitTests.MatchesBaseline\n", tool.Output);
    }

    [Fact]
    public void Build_outputs_and_git_are_not_searched()
    {
        foreach (var folder in new[] { "bin/Debug", "tests/obj", ".git/modules" })
            tool.Write($"{folder}/DigitTests.MatchesBaseline.received.json", Baseline("1"));
        Assert.Equal(0, tool.Run("accept", "--yes"));
        Assert.StartsWith("there is no received baseline", tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the received file cannot be used: it is empty")]
    [InlineData("{ \"modeltests\": 1, ", "the received file cannot be used: it is no valid JSON")]
    [InlineData("{ \"modeltests\": 9 }", "the received file cannot be used: its format is 9")]
    public void A_damaged_received_file_is_named_and_left_and_the_others_are_accepted(string damaged, string problem)
    {
        tool.Write($"{Digits}.received.json", damaged);
        tool.Write($"{Letters}.received.json", Baseline("2"));
        Assert.Equal(1, tool.Run("accept", "--yes"));
        Assert.Contains($"DigitTests.MatchesBaseline: {problem}", tool.Error, StringComparison.Ordinal);
        Assert.Equal(damaged, tool.Read($"{Digits}.received.json"));
        Assert.EndsWith("1 accepted, 1 left\n", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_verified_file_is_named_and_not_overwritten()
    {
        tool.Write($"{Digits}.verified.json", "<<<<<<< HEAD\n");
        tool.Write($"{Digits}.received.json", Baseline("1"));
        Assert.Equal(1, tool.Run("accept", "--yes"));
        Assert.Contains("merge conflict markers", tool.Error, StringComparison.Ordinal);
        Assert.Contains("delete it first", tool.Error, StringComparison.Ordinal);
        Assert.Equal("<<<<<<< HEAD\n", tool.Read($"{Digits}.verified.json"));
    }

    [Fact]
    public void Received_files_of_other_programs_are_left_alone()
    {
        tool.Write("tests/Page.Renders.received.json", "{ \"html\": 1 }");
        Assert.Equal(0, tool.Run("accept", "--yes"));
        Assert.Equal("1 *.received.json of other programs left alone\n0 accepted, 0 left\n", tool.Output);
        Assert.True(File.Exists(tool.Path("tests/Page.Renders.received.json")));
    }

    [Fact]
    public void What_does_not_differ_is_cleared_without_a_question()
    {
        tool.Write($"{Digits}.verified.json", Baseline("1"));
        tool.Write($"{Digits}.received.json", Baseline("1"));
        Assert.Equal(0, tool.Run("accept"));
        Assert.Contains("nothing differs: 2 figures as before", tool.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(tool.Path($"{Digits}.received.json")));
    }

    [Fact]
    public void A_baseline_that_can_never_hold_is_not_accepted()
    {
        tool.Write($"{Digits}.received.json", Baseline("\"NaN\""));
        Assert.Equal(1, tool.Run("accept", "--yes"));
        Assert.Contains("would never hold again", tool.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(tool.Path($"{Digits}.verified.json")));
    }

    [Fact]
    public void A_diff_program_opens_only_for_a_person_who_wants_it()
    {
        tool.Write($"{Digits}.verified.json", Baseline("1"));
        tool.Write($"{Digits}.received.json", Baseline("2"));
        tool.Answers = ["n"];
        tool.Run("accept");
        Assert.Empty(tool.Started);

        tool.Variables["MODELTESTS_DIFF"] = "meld";
        tool.Run("accept");
        tool.Run("accept", "--diff", "\"my tool\" --wait {received} --old={verified}");
        var (verified, received) = (tool.Path($"{Digits}.verified.json"), tool.Path($"{Digits}.received.json"));
        Assert.Equal([$"meld {verified} {received}", $"my tool --wait {received} --old={verified}"], tool.Started);

        tool.Answers = null;
        tool.Run("accept");
        tool.Run("accept", "--yes");
        Assert.Equal(2, tool.Started.Count);
    }

    [Theory]
    [InlineData("acept")]
    [InlineData("accept", "--force")]
    [InlineData("accept", "One", "Two")]
    public void A_command_line_that_makes_no_sense_is_refused(params string[] arguments)
    {
        tool.Write($"{Digits}.received.json", Baseline("1"));
        Assert.Equal(2, tool.Run(arguments));
        Assert.NotEqual("", tool.Error);
        Assert.True(File.Exists(tool.Path($"{Digits}.received.json")));
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("doctor")]
    public void A_folder_that_is_not_there_is_named(string command)
    {
        var terminal = new StringWriter();
        Assert.Equal(2, Program.Run([command, "--folder", tool.Path("missing")], new Terminal(TextReader.Null, TextWriter.Null, terminal, false, tool.Variables, (_, _) => { })));
        Assert.Contains("is no folder", terminal.ToString(), StringComparison.Ordinal);
    }
}
