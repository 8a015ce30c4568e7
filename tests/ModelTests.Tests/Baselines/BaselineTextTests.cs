using Xunit;

namespace ModelTests.Tests;

public class BaselineTextTests
{
    private const string Text = """
        {
          "modeltests": 1,
          "class": "Digits.DigitTests",
          "check": "MatchesBaseline",
          "metrics": {
            "R²": {"mean": 0.95, "spread": 0.01},
            "accuracy": 0.5
          },
          "state": {
            "fc.weight": [10, 3],
            "note \"quoted\"": "a text"
          }
        }

        """;

    private static readonly Baseline Written = new("Digits.DigitTests", "MatchesBaseline",
    [
        new("metrics", "R²", "{\"mean\":0.95,\n\"spread\":0.01}"),
        new("state", "fc.weight", "[10,3]"),
        new("metrics", "accuracy", "0.5"),
        new("state", "note \"quoted\"", "\"a text\""),
    ]);

    [Fact]
    public void A_baseline_has_one_entry_a_line_in_the_order_in_which_they_were_recorded_and_line_feeds_only()
    {
        Assert.Equal(Text.ReplaceLineEndings("\n"), Written.ToString());
        Assert.DoesNotContain('\r', Written.ToString());
    }

    [Fact]
    public void What_was_written_reads_as_the_same_baseline() => Assert.Equal(Text.ReplaceLineEndings("\n"), BaselineText.Read(Text).ToString());

    [Fact]
    public void Line_ends_of_windows_and_a_key_order_of_a_persons_own_are_read() =>
        Assert.Equal("0.5", BaselineText.Read("{\"metrics\":{\"accuracy\":0.5},\r\n\"check\":\"C\",\"class\":\"A\",\"modeltests\":1}").Section("metrics")["accuracy"]);

    [Fact]
    public void Two_entries_of_the_same_name_are_refused_before_they_are_written()
    {
        var twice = new Baseline("A", "C", [new("metrics", "accuracy", "1"), new("metrics", "accuracy", "2")]);
        Assert.Contains("the section metrics has 2 entries named accuracy", Assert.Throws<ArgumentException>(twice.ToString).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData(" \n", "it is empty")]
    [InlineData("{\n<<<<<<< HEAD\n", "merge conflict markers")]
    [InlineData("{\r\n}\r\n>>>>>>> theirs\r\n", "merge conflict markers")]
    [InlineData("{\n  \"modeltests\": 1,\n  \"class\": \"A", "no valid JSON at line 3")]
    [InlineData("[]", "no baseline of ModelTests")]
    [InlineData("{\"accuracy\": 1}", "no baseline of ModelTests")]
    [InlineData("{\"modeltests\": \"one\"}", "no baseline of ModelTests")]
    [InlineData("{\"modeltests\": 0}", "no baseline of ModelTests")]
    [InlineData("{\"modeltests\": 2, \"class\": \"A\", \"check\": \"C\"}", "its format is 2, from a newer version of ModelTests; this one reads up to 1")]
    [InlineData("{\"modeltests\": 1, \"check\": \"C\"}", "it has no \"class\"")]
    [InlineData("{\"modeltests\": 1, \"class\": \"A\", \"check\": 3}", "it has no \"check\"")]
    [InlineData("{\"modeltests\": 1, \"class\": \"A\", \"check\": \"C\", \"metrics\": 3}", "\"metrics\" is no section")]
    [InlineData("{\"modeltests\": 1, \"class\": \"A\", \"check\": \"C\", \"m\": {\"x\": 1, \"x\": 1}}", "it has a key twice: Duplicate property 'x'")]
    [InlineData("{\"modeltests\": 1, \"class\": \"A\", \"class\": \"B\", \"check\": \"C\"}", "it has a key twice: Duplicate property 'class'")]
    public void A_text_that_is_no_baseline_is_named_as_what_it_is(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<FormatException>(() => BaselineText.Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"accuracy\": 1}", true)]
    [InlineData("[1]", true)]
    [InlineData("{\"modeltests\": 1}", false)]
    [InlineData("{\"accuracy\":", false)]
    [InlineData("", false)]
    public void Whole_json_of_another_program_is_told_from_a_damaged_baseline(string text, bool foreign) => Assert.Equal(foreign, BaselineText.IsForeign(text));
}
