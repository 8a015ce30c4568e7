using Xunit;

namespace ModelTests.Tests;

public class BaselineTableTests
{
    private static readonly Baseline Before = With(("accuracy", "{\"mean\": 0.9, \"spread\": 0.01}"), ("loss", "0.5"), ("old", "\"x\""));

    [Fact]
    public void Only_what_differs_is_shown_with_its_amount_and_the_rest_is_counted() =>
        Assert.Equal(
        [
            "section  name           verified  received  change",
            "metrics  accuracy.mean  0.9       0.81      -0.09 (-10 %)",
            "metrics  new            -         [1, 2]    new",
            "metrics  old            \"x\"       -         gone",
            "2 figures as before",
        ], BaselineTable.Lines(Before, With(("accuracy", "{\"mean\": 0.81, \"spread\": 0.01}"), ("new", "[1, 2]"), ("loss", "0.5"))));

    [Fact]
    public void Without_a_difference_there_is_no_table() => Assert.Equal(["nothing differs: 4 figures as before"], BaselineTable.Lines(Before, Before));

    [Fact]
    public void A_first_baseline_is_all_new() => Assert.Equal(5, BaselineTable.Lines(null, Before).Count);

    [Fact]
    public void A_long_table_ends_with_a_count_and_a_long_value_with_an_ellipsis()
    {
        var lines = BaselineTable.Lines(null, With([.. Enumerable.Range(0, 30).Select(i => ($"entry{i}", $"\"{new string('a', 100)}\""))]));
        Assert.Equal("and 10 more that differ", lines[^1]);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
    }

    private static Baseline With(params (string Name, string Value)[] metrics) =>
        new("A", "C", [.. metrics.Select(metric => new BaselineEntry("metrics", metric.Name, metric.Value))]);
}
