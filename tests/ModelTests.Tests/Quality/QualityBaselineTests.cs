using Xunit;

namespace ModelTests.Tests;

public class QualityBaselineTests
{
    [Fact]
    public void Figures_are_written_to_the_third_digit_of_the_spread() => Assert.Equal(
        """{"mean": 0.95123, "spread": 0.00177, "better": "higher", "resolution": 0.000951}""",
        Line(new MetricRuns("accuracy", true, [0.949984, 0.952484], 1000, null)));

    [Fact]
    public void Equal_figures_are_written_to_six_digits() => Assert.Equal(
        """{"mean": 0.333333, "spread": 0, "better": "lower", "resolution": 0.0333, "sampling error": 0.1}""",
        Line(new MetricRuns("loss", false, [1.0 / 3, 1.0 / 3], 10, 0.1)));

    [Fact]
    public void What_is_not_a_number_is_written_so() =>
        Assert.StartsWith("""{"mean": "NaN", "spread": "NaN",""", Line(new MetricRuns("loss", false, [1, double.PositiveInfinity], 10, null)), StringComparison.Ordinal);

    [Fact]
    public void What_was_written_is_read()
    {
        var read = QualityBaseline.Read(new Baseline("Tests", "MatchesBaseline", QualityBaseline.Write(Runs(new MetricRuns("accuracy", true, [0.5, 0.75], 4, 0.25)), parameters: true, new StepCost(3.14159, 7), new StepCost(3.14159, 7))));
        Assert.Equal((2, 10, 3.14, 7), (read.Seeds, read.Steps, read.StepTime, read.LiveTensors));
        Assert.Equal(new MetricLine("accuracy", true, 0.625, 0.177, 0.25, 0.25), Assert.Single(read.Metrics));
        Assert.Equal("[2, 3]", read.Parameters["fc.weight"]);
        Assert.Equal(6, read.Model["values"]);
    }

    private static string Line(MetricRuns metric) => QualityBaseline.Write(Runs(metric), parameters: false, null, null).Single(entry => entry.Section == "metrics").Value;

    private static QualityRuns Runs(MetricRuns metric) => new(42, 10, 30, 10, [("fc.weight", [2, 3])], [metric]);
}
