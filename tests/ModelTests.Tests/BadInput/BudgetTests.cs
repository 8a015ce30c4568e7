using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>A model that never ends is stopped at its budget, says how far it was, and does not stop the checks after it.</summary>
public class BudgetTests
{
    [Fact]
    public void A_slow_step_is_stopped_between_steps_and_says_which_one_it_had_reached()
    {
        var verdict = Judge.With<WeightsUpdateAttribute>(new SlowStep());
        Assert.Equal(Outcome.Fails, verdict.Outcome);
        Assert.Matches(@"the budget of 3 s was used up in training step [1-5] of 5", verdict.Headline);
        Assert.Contains("override Budget", verdict.Change, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_never_returns_is_given_up_and_the_next_fixture_still_runs()
    {
        using var blocked = new BlockedStep();
        var evidence = new Evidence(blocked.Fixture);
        foreach (var check in new CheckAttribute[] { new WeightsUpdateAttribute(), new NoNonFiniteAttribute() })
        {
            var verdict = Judge.With(check, evidence);
            Assert.Equal(Outcome.Fails, verdict.Outcome);
            Assert.Contains("the budget of 3 s was used up in training step 2 of 5", verdict.Headline, StringComparison.Ordinal);
        }
        Assert.Equal(Outcome.Holds, Judge.With<WeightsUpdateAttribute>(new ClassifierFixture()).Outcome);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("", 1)]
    [InlineData("4", 4)]
    public void The_number_of_threads_is_one_unless_it_is_set(string? text, int threads) => Assert.Equal(threads, ThreadSetting.Parse(text));

    [Theory]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("two")]
    public void A_number_of_threads_that_is_none_is_named(string text)
    {
        var problem = Assert.Throws<FixtureException>(() => ThreadSetting.Parse(text));
        Assert.Contains($"MODELTESTS_THREADS is \"{text}\"", problem.Message, StringComparison.Ordinal);
    }

    private sealed class SlowStep : ClassifierFixture
    {
        public override TimeSpan Budget => TimeSpan.FromSeconds(3);

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            Thread.Sleep(2000);
            return base.TrainStep(training, batch);
        }
    }

    /// <summary>Blocks in its second step until the test is over.</summary>
    private sealed class BlockedStep : IDisposable
    {
        private readonly ManualResetEventSlim over = new();

        public BlockedStep() => Fixture = new Blocking(over);

        public ClassifierFixture Fixture { get; }

        public void Dispose() => over.Set();

        private sealed class Blocking(ManualResetEventSlim over) : ClassifierFixture
        {
            public override TimeSpan Budget => TimeSpan.FromSeconds(3);

            public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
            {
                if (training.StepsTaken == 1)
                    over.Wait();
                return base.TrainStep(training, batch);
            }
        }
    }
}
