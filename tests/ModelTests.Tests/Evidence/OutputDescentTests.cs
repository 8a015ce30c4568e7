using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class OutputDescentTests
{
    private const int Seeds = 5;

    /// <summary>What both searches take when none of them rests.</summary>
    private const int AllSteps = 600;

    [Fact]
    public void A_search_ends_where_it_rests_and_has_found_the_variance_of_the_targets()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var fixture = new Prices { Measure = (output, target) => (output - target).square().mean(), Targets = () => randn(64, 1) };
            var bounds = Search(fixture, seed, out var variance);
            Assert.InRange(fixture.Losses, 1, AllSteps - 1);
            Assert.Equal(1, bounds.Constant / variance, 1e-4);
            Assert.InRange(bounds.Floor, 0, 1e-6 * variance);
        }
    }

    [Fact]
    public void A_search_that_a_steep_loss_throws_far_off_is_not_at_rest()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            // The first step moves an output by a fifth of the largest price, and the error is one of logarithms.
            var fixture = new Prices { Measure = (output, target) => (output - target.log() + 10).square().mean(), Targets = () => (10 + randn(64, 1)).exp() };
            Assert.False(Search(fixture, seed, out _).NoGap);
        }
    }

    private static LossBounds Search(Prices fixture, int seed, out double variance)
    {
        var bounds = LossBounds.Record(() => new Subject(fixture, seed), new RunBudget(TimeSpan.FromMinutes(1)));
        using var scope = NewDisposeScope();
        using var subject = new Subject(fixture, seed);
        var target = SmallBatch.From(subject).Target;
        variance = (target - target.mean()).square().mean().ToDouble();
        return bounds;
    }

    private sealed class Prices : ModelRecipes<Module<Tensor, Tensor>>
    {
        public required Func<Tensor, Tensor, Tensor> Measure { get; init; }

        public required Func<Tensor> Targets { get; init; }

        public int Losses { get; private set; }

        public override Module<Tensor, Tensor> CreateModel() => Linear(5, 1);

        public override ModelData CreateData() => ModelData.From(randn(64, 5), Targets());

        public override Tensor Loss(Tensor output, Tensor target)
        {
            Losses++;
            return Measure(output, target);
        }
    }
}
