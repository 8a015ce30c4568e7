using Xunit;

namespace ModelTests.Tests;

/// <summary>What a long check says while it runs.</summary>
public class ProgressTests
{
    [Theory]
    [InlineData(null, null, "7 s: in step 3 of 300, at most 53 s left")]
    [InlineData(0.1234, null, "7 s: in step 3 of 300, loss 0.123, at most 53 s left")]
    [InlineData(double.NaN, 20, "7 s: in step 3 of 300, loss NaN, about 20 s left in this training, at most 53 s in this check")]
    [InlineData(2.0, 400, "7 s: in step 3 of 300, loss 2, at most 53 s left")]
    public void A_line_has_the_step_the_loss_and_the_time_left(double? loss, int? left, string line) =>
        Assert.Equal(line, RunBudget.ProgressLine(TimeSpan.FromSeconds(7.2), TimeSpan.FromMinutes(1), "in step 3 of 300", loss, left is { } seconds ? TimeSpan.FromSeconds(seconds) : null));

    [Fact]
    public void A_check_that_ends_at_once_says_nothing()
    {
        var said = new List<string>();
        var budget = new RunBudget(TimeSpan.FromMinutes(1)) { Show = said.Add };
        budget.Step("in step 1 of 2", 0.5, 1.5);
        Assert.Empty(said);
    }

    [Fact]
    public void A_check_that_goes_on_says_where_it_is_and_not_with_every_step()
    {
        var said = new List<string>();
        var clock = new Clock();
        var budget = new RunBudget(TimeSpan.FromMinutes(1), clock) { Show = said.Add };
        for (var step = 1; step <= 100; step++)
        {
            clock.Seconds += 0.2;
            budget.Step($"in step {step} of 100", step / 100.0);
        }
        Assert.Equal(
        [
            "5 s: in step 25 of 100, about 15 s left in this training, at most 55 s in this check",
            "10 s: in step 50 of 100, about 10 s left in this training, at most 50 s in this check",
            "15 s: in step 75 of 100, about 5 s left in this training, at most 45 s in this check",
            "20 s: in step 100 of 100, about 0 s left in this training, at most 40 s in this check",
        ], said);
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)Math.Round(Seconds * 1000);
    }
}
