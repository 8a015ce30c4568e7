using System.Text.Json;
using Xunit;

namespace ModelTests.Tests;

public class ReportTextTests
{
    internal static ClassReport Example(double loss = 0.5) => new("Digits.Tests", "Digits.Tests.DigitTests", "DigitNet", new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc),
        new RunSetting(42, "float32", "[32, 1, 28, 28]", "cpu, libtorch 2.10"),
        [new CheckReport("WeightsUpdate", "The training step moves every trainable parameter.", CheckReport.Fails, "1 of 8 did not move", [new("fc2.weight", "[10, 3]", "no gradient")], 3, "fc2 is \"unused\" <here>", "use it", null, "docs/checks/weights-update.md", null, ["OverfitsSingleBatch"])],
        [LossCurve.Of("a single batch", [1, loss], 2.3, 0)],
        [new ParameterSizes("fc1.weight", [10, 3], [0.1, 0.2], [null, 1e-9], [0, 1])],
        [new ActivationHistogram("fc1", "Linear", -1, 1, new long[32], new long[32], 0.5, 2)],
        new DependenceMap([[1, 0], [0, 1]]),
        [new TensorPicture("the input", [32, 1, 28, 28], "float32", 0, 1, 0.5, 0.25, 0, [new SamplePicture([1, 2], null), new SamplePicture([], new ImagePicture(1, 2, 1, [0, 255]))])],
        ["nothing is left out"]);

    [Fact]
    public void What_was_written_is_read_again()
    {
        var text = ReportText.Write(Example());
        var read = ReportText.Read(text);
        Assert.Equal(text, ReportText.Write(read));
        Assert.Equal("fc2 is \"unused\" <here>", read.Checks[0].Cause);
        Assert.Equal([255], read.Data[0].Samples[1].Image!.Pixels.Skip(1));
        Assert.Equal(DateTimeKind.Utc, read.Written.Kind);
    }

    [Theory]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(double.PositiveInfinity, "\"+Inf\"")]
    [InlineData(double.NegativeInfinity, "\"-Inf\"")]
    [InlineData(0.123456789, "0.1235")]
    [InlineData(1e30, "1e+30")]
    public void Numbers_have_four_digits_and_those_that_are_not_finite_are_texts(double loss, string written)
    {
        var text = ReportText.Write(Example(loss));
        Assert.Contains($"\"losses\":[1,{written}]", text, StringComparison.Ordinal);
        using var valid = JsonDocument.Parse(text);
        Assert.Equal(double.IsFinite(loss), double.IsFinite(ReportText.Read(text).Losses[0].Losses[1]));
    }

    [Fact]
    public void Several_reports_are_one_document()
    {
        using var document = JsonDocument.Parse(ReportText.Write([Example(), Example()]));
        Assert.Equal(2, document.RootElement.GetProperty("classes").GetArrayLength());
        using var none = JsonDocument.Parse(ReportText.Write([]));
        Assert.Equal(0, none.RootElement.GetProperty("classes").GetArrayLength());
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("{\"modelTestsReport\":1,", "it is damaged")]
    [InlineData("{\"modelTestsReport\":1}", "it is damaged")]
    [InlineData("{\"modelTestsReport\":9}", "its format is 9")]
    [InlineData("[1]", "no report of ModelTests")]
    [InlineData("{\"other\":1}", "no report of ModelTests")]
    public void What_is_no_report_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => ReportText.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_number_that_is_none_is_damage() =>
        Assert.Throws<FormatException>(() => ReportText.Read(ReportText.Write(Example()).Replace("[1,0.5]", "[1,\"much\"]", StringComparison.Ordinal)));

    [Fact]
    public void A_long_curve_keeps_its_ends_and_is_thinned_out_between()
    {
        var curve = LossCurve.Of("long", [.. Enumerable.Range(0, 9001).Select(step => (double)step)]);
        Assert.Equal(LossCurve.MostPoints, curve.Losses.Count);
        Assert.Equal((1, 9001), (curve.Steps[0], curve.Steps[^1]));
        Assert.Equal((0, 9000), (curve.Losses[0], curve.Losses[^1]));
    }
}
