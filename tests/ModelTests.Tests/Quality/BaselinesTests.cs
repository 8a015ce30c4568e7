using Xunit;

namespace ModelTests.Tests;

public class BaselinesTests
{
    [Fact]
    public void What_a_check_would_write_is_at_hand_as_text_and_as_an_object()
    {
        var received = Baselines.Received(new Declared(), "MatchesBaseline");
        Assert.Equal("2", received.Section("training")["seeds"]);
        Assert.Contains("\"accuracy\": {\"mean\": ", received.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_without_a_baseline_is_refused() =>
        Assert.Contains("MatchesBaseline", Assert.Throws<ArgumentException>(() => Baselines.Received(new Declared(), "WeightsUpdate")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_fixture_that_cannot_be_used_says_why() => Assert.Contains("give CreateData validation batches",
        Assert.Throws<InvalidOperationException>(() => Baselines.Received(new TooSmall(), "MatchesBaseline")).Message, StringComparison.Ordinal);

    [MatchesBaseline(Seeds = 2, Steps = 2)]
    private sealed class Declared : ClassifierFixture
    {
        public override ModelData CreateData() => Synthetic.GaussianClasses();
    }

    private sealed class TooSmall : ClassifierFixture
    {
        public override ModelData CreateData() => Synthetic.GaussianClasses(samples: 20);
    }
}
