using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class LossDecreasesTests : CheckTests<LossDecreasesAttribute>
{
    private protected override IRecipes ShownInDocs => new FaultyRecipes.StepNeverCalled();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_a_healthy_regressor() => Holds(new RegressorFixture());

    [Fact]
    public void A_small_learning_rate_is_no_fault() => Holds(new SlowRate());

    [Fact]
    public void Says_that_nothing_makes_the_loss_smaller_when_the_step_is_never_taken() =>
        FailsNamingFirst(new FaultyRecipes.StepNeverCalled(), "learning rate", "the parameters do not move");

    [Fact]
    public void Says_that_nothing_makes_the_loss_smaller_when_gradients_are_clipped_to_zero() =>
        FailsNamingFirst(new FaultyRecipes.ClippedToZero(), "learning rate", "the parameters do not move");

    [Fact]
    public void Says_that_the_steps_are_too_large() => FailsNamingFirst(new Overshooting(), "learning rate", "the learning rate 10 overshoots");

    [Fact]
    public void Names_a_weight_decay_that_outweighs_the_loss() => FailsNamingFirst(new DecayingFromTheOptimum(), "weight decay", "shrinks the weights");

    [Fact]
    public void A_usual_weight_decay_is_no_fault() => Holds(new Decaying(0.01));

    [Fact]
    public void A_usual_weight_decay_is_not_named_for_another_fault() => FailsNamingFirst(new DecayingOvershooting(), "learning rate");

    [Fact]
    public void Says_that_the_loss_rises_when_the_step_climbs() => FailsNamingFirst(new Climbing(), "learning rate");

    [Fact]
    public void A_loss_without_a_lowest_value_does_not_apply() => Answers(new Negated(), Outcome.DoesNotApply, "no lowest value");

    private sealed class SlowRate : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.SGD(model.parameters(), learningRate: 1e-4);
    }

    private sealed class Decaying(double decay) : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: 0.01, weight_decay: decay);
    }

    /// <summary>It begins where it should end, and decay takes it away from there.</summary>
    private sealed class DecayingFromTheOptimum : ModelRecipes<Module<Tensor, Tensor>>
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var model = Linear(10, 1);
            init.ones_(model.weight);
            return model;
        }

        public override ModelData CreateData()
        {
            var inputs = randn(64, 10);
            return ModelData.From(inputs, inputs.sum(1, keepdim: true) + (randn(64, 1) * 1.5));
        }

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.SGD(model.parameters(), learningRate: 0.01, weight_decay: 10);
    }

    private sealed class DecayingOvershooting : RegressorFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: 10, weight_decay: 0.01);
    }

    private sealed class Overshooting : RegressorFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: 10);
    }

    /// <summary>Trains on the negative of the loss that it returns.</summary>
    private sealed class Climbing : RegressorFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.neg().backward();
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class Negated : RegressorFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => -functional.mse_loss(output, target);
    }
}
