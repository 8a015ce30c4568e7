using ModelTests.Models;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class EvalIsDeterministicTests : CheckTests<EvalIsDeterministicAttribute>
{
    private protected override IRecipes ShownInDocs => new FaultyRecipes.Around(() => new DropsAlways(CallStyle.Call));

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_dropout_that_follows_the_mode() => Holds(new FaultyRecipes.Around(() => new DropsInTraining()));

    [Theory]
    [InlineData(CallStyle.Call)]
    [InlineData(CallStyle.Forward)]
    public void Names_the_layer_before_a_functional_dropout_that_stays_on(CallStyle style) =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new DropsAlways(style)), "Second", "functional.dropout has training: true by default");

    [Fact]
    public void Finds_a_dropout_that_is_made_in_forward() => FailsNamingFirst(new FaultyRecipes.Around(() => new MakesDropout()), "Second", "something like dropout");

    [Fact]
    public void Finds_a_dropout_that_is_written_by_hand() => FailsNamingFirst(new FaultyRecipes.Around(() => new DropsByHand()), "Second", "something like dropout");

    [Theory]
    [InlineData(CallStyle.Call)]
    [InlineData(CallStyle.Forward)]
    public void Finds_a_layer_that_is_made_in_forward(CallStyle style) =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new MakesLayer(style)), "Forward", "a layer is made in forward");

    [Fact]
    public void Finds_numbers_that_no_seed_reaches() => FailsNamingFirst(new FaultyRecipes.Around(() => new DrawsFromSystem()), "Forward", "does not come from torch's generator");

    [Fact]
    public void Outputs_that_are_not_numbers_fail() => FailsNamingFirst(new FaultyRecipes.Around(() => new GivesNaN()), "Forward", "[NoNonFinite]");

    [Fact]
    public void A_sample_of_latent_variables_gives_no_answer() =>
        Answers(new VariationalAutoencoderFixture<VariationalAutoencoderByCall>(), Outcome.CouldNotTell, "which may be meant");

    [Fact]
    public void Binary_latent_variables_that_are_sampled_give_no_answer() => Answers(new FaultyRecipes.Around(() => new SamplesBits()), Outcome.CouldNotTell, "which may be meant");

    [Fact]
    public void Weights_that_are_sampled_around_a_mean_give_no_answer() => Answers(new FaultyRecipes.Around(() => new SamplesWeights()), Outcome.CouldNotTell, "which may be meant");

    [Fact]
    public void An_input_that_is_masked_at_random_gives_no_answer() => Answers(new FaultyRecipes.Around(() => new MasksInput()), Outcome.CouldNotTell, "which may be meant");

    [Fact]
    public void A_state_that_is_carried_from_call_to_call_gives_no_answer() => Answers(new FaultyRecipes.Around(() => new Carries()), Outcome.CouldNotTell, "depends on the calls before it");

    [Fact]
    public void An_exemption_with_a_reason_is_reported_and_not_a_failure()
    {
        var verdict = CheckRun.Of(new PlannedCheck(Check.Name, Check, new ExemptAttribute(Check.Name, "predictions are sampled")), new Evidence(new FaultyRecipes.Around(() => new DropsAlways(CallStyle.Call))));
        Assert.Equal(Outcome.DoesNotApply, verdict.Outcome);
        Assert.Contains("predictions are sampled", verdict.Headline, StringComparison.Ordinal);
    }

    private static Tensor Run(CallStyle style, Module<Tensor, Tensor> layer, Tensor input) => style == CallStyle.Call ? layer.call(input) : layer.forward(input);

    private sealed class DropsAlways(CallStyle style) : Classifier
    {
        public override Tensor forward(Tensor input) =>
            Run(style, Third, functional.dropout(functional.relu(Run(style, Second, functional.relu(Run(style, First, input)))), 0.2));
    }

    private sealed class DropsInTraining : Classifier
    {
        protected override Tensor Hidden(Tensor input) => functional.dropout(base.Hidden(input), 0.2, training);
    }

    private sealed class MakesDropout : Classifier
    {
        protected override Tensor Hidden(Tensor input) => Dropout(0.5).call(base.Hidden(input));
    }

    private sealed class DropsByHand : Classifier
    {
        protected override Tensor Hidden(Tensor input)
        {
            var hidden = base.Hidden(input);
            return hidden * (rand_like(hidden) > 0.3).to(float32) / 0.7;
        }
    }

    private sealed class MakesLayer(CallStyle style) : Classifier
    {
        public override Tensor forward(Tensor input) => Run(style, Third, functional.relu(Run(style, Linear(32, 32), functional.relu(Run(style, First, input)))));
    }

    private sealed class DrawsFromSystem : Classifier
    {
        private readonly Random random = new();

        protected override Tensor Hidden(Tensor input) => base.Hidden(input) * (1 + (0.1 * random.NextDouble()));
    }

    private sealed class GivesNaN : Classifier
    {
        protected override Tensor Hidden(Tensor input) => training ? base.Hidden(input) : base.Hidden(input) * double.NaN;
    }

    private sealed class SamplesBits : Classifier
    {
        protected override Tensor Hidden(Tensor input) => sigmoid(base.Hidden(input)).bernoulli();
    }

    private sealed class SamplesWeights : Classifier
    {
        protected override Tensor Hidden(Tensor input) => functional.relu(functional.linear(input, First.weight + (randn_like(First.weight) * 0.1), First.bias));
    }

    private sealed class MasksInput : Classifier
    {
        protected override Tensor Hidden(Tensor input) => base.Hidden(functional.dropout(input, 0.5));
    }

    private sealed class Carries : Classifier
    {
        private double level;

        protected override Tensor Hidden(Tensor input) => base.Hidden(input) + (level = (level * 0.5) + 1);
    }
}
