using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class OutputsReachTargetsTests : CheckTests<OutputsReachTargetsAttribute>
{
    private protected override IRecipes ShownInDocs => new FaultyRecipes.ClippedOutput();

    [Fact]
    public void Holds_for_a_healthy_regressor() => Holds(new RegressorFixture());

    [Fact]
    public void Names_a_rectifier_in_front_of_signed_targets() => FailsNamingFirst(new FaultyRecipes.ClippedOutput(), "clip", "is never below 0");

    [Fact]
    public void Names_a_sigmoid_in_front_of_signed_targets() => FailsNamingFirst(new Bounded(output => output.sigmoid()), "last", "stays from 0 to 1");

    [Fact]
    public void Names_a_hyperbolic_tangent_in_front_of_large_targets() => FailsNamingFirst(new Bounded(output => output.tanh(), target => target * 5), "last", "stays from -1 to 1");

    [Fact]
    public void Names_one_bounded_feature_among_several() => FailsNamingFirst(new Bounded(output => cat([output, functional.softplus(output)], 1), target => cat([target, target], 1)), "last", "is never below");

    [Fact]
    public void A_hyperbolic_tangent_in_front_of_targets_within_one_is_no_fault() => Holds(new Bounded(output => output.tanh()));

    [Fact]
    public void A_rectifier_in_front_of_targets_that_are_not_negative_is_no_fault() => Holds(new Bounded(output => output.relu(), target => target.abs()));

    [Fact]
    public void Noise_around_a_bound_that_is_meant_is_no_fault() => Holds(new Bounded(output => output.relu(), target => target.abs() + (0.02 * target.sign())));

    [Fact]
    public void Targets_far_from_untrained_outputs_are_no_fault() => Holds(new Bounded(output => output, target => (target * 1e5) + 1e6));

    [Fact]
    public void A_leaky_rectifier_is_no_fault() => Holds(new Bounded(output => functional.leaky_relu(output, 0.01)));

    [Fact]
    public void A_last_layer_of_zeros_is_no_fault() => Holds(new Bounded(output => output, zeroLast: true));

    [Fact]
    public void Logits_and_probabilities_are_not_taken_for_regression()
    {
        Assert.All(Seeds, seed =>
        {
            Assert.Equal(Outcome.DoesNotApply, Judge.With(Check, new Evidence(new ClassifierFixture(), seed)).Outcome);
            Assert.Equal(Outcome.DoesNotApply, Judge.With(Check, new Evidence(new Binary(logits: true), seed)).Outcome);
            Assert.Equal(Outcome.DoesNotApply, Judge.With(Check, new Evidence(new SoftTargets(), seed)).Outcome);
        });
    }

    [Fact]
    public void Binary_probabilities_reach_their_targets() => Holds(new Binary(logits: false));

    private class Bounded(Func<Tensor, Tensor> end, Func<Tensor, Tensor>? change = null, bool zeroLast = false) : RegressorFixture
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var model = base.CreateModel();
            if (zeroLast)
            {
                foreach (var (_, parameter) in model.named_parameters().Where(entry => entry.name.StartsWith("last", StringComparison.Ordinal)))
                    init.zeros_(parameter);
            }
            return model;
        }

        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch) => end(model.call(batch.Input));

        public override ModelData CreateData()
        {
            using var generator = new Generator(2);
            var inputs = randn(64, 10, generator: generator);
            using var weights = randn(10, 1, generator: generator);
            var targets = inputs.matmul(weights).sin();
            return ModelData.From(inputs, change?.Invoke(targets) ?? targets);
        }
    }

    private sealed class Binary(bool logits) : Bounded(output => logits ? output : output.sigmoid(), target => (target > 0).to(float32))
    {
        public override Tensor Loss(Tensor output, Tensor target) =>
            logits ? functional.binary_cross_entropy_with_logits(output, target) : functional.binary_cross_entropy(output, target);
    }

    /// <summary>Log probabilities are never above 0, and the distributions that they are compared with are.</summary>
    private sealed class SoftTargets() : Bounded(output => functional.log_softmax(cat([output, -output], 1), 1), target => functional.softmax(cat([target, -target], 1), 1))
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.kl_div(output, target, reduction: Reduction.Sum);
    }
}
