using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class StaysFrozenTests : CheckTests<StaysFrozenAttribute>
{
    private protected override IRecipes ShownInDocs => new WrongPartFrozen();

    protected override StaysFrozenAttribute Check => new("backbone.**");

    [Fact]
    public void Holds_for_a_frozen_backbone_with_a_new_head() => Holds(new FrozenBackbone());

    [Fact]
    public void Names_what_moves_when_the_wrong_part_was_frozen() =>
        FailsNamingFirst(new WrongPartFrozen(), "backbone.", "something else was frozen instead: head.weight");

    [Fact]
    public void Names_the_parameters_that_were_never_frozen() => FailsNamingFirst(new NothingFrozen(), "backbone.", "requires_grad is true");

    [Fact]
    public void Names_the_running_statistics_of_a_frozen_part_in_train_mode() =>
        FailsNamingFirst(new FrozenInTrainMode(), "backbone.norm.running_mean", "the frozen part is in train mode");

    [Fact]
    public void Names_the_head_when_everything_is_frozen() => FailsNamingFirst(new HeadNotTrained(), "head.", "the optimizer does not hold the rest");

    [Fact]
    public void Names_parameters_that_weight_decay_moves_after_they_were_frozen() =>
        FailsNamingFirst(new WrittenTo(), "backbone.", "nothing gives it a gradient, and yet it moves");

    [Fact]
    public void A_pattern_that_matches_nothing_fails()
    {
        var verdict = Judge.With(new StaysFrozenAttribute("encoder.**"), new Evidence(new FrozenBackbone()));
        Assert.Equal(Outcome.Fails, verdict.Outcome);
        Assert.Contains("matches no parameter and no buffer", verdict.Headline, StringComparison.Ordinal);
    }

    private class NothingFrozen : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => Sequential(
            ("backbone", Sequential(("layer", Linear(10, 32)), ("norm", BatchNorm1d(32)), ("activation", ReLU()))),
            ("head", Linear(32, 4)));

        protected static void Freeze(Module<Tensor, Tensor> model, string part)
        {
            foreach (var (_, parameter) in model.named_parameters().Where(entry => entry.name.StartsWith(part, StringComparison.Ordinal)))
                parameter.requires_grad = false;
        }
    }

    private class FrozenInTrainMode : NothingFrozen
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var model = base.CreateModel();
            Freeze(model, "backbone");
            return model;
        }
    }

    private class FrozenBackbone : FrozenInTrainMode
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.train();
            training.Model.named_children().First(child => child.name == "backbone").module.eval();
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class WrongPartFrozen : NothingFrozen
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var model = base.CreateModel();
            Freeze(model, "head");
            return model;
        }
    }

    private sealed class HeadNotTrained : FrozenBackbone
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(base.CreateModel().parameters());
    }

    private sealed class WrittenTo : FrozenBackbone
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            using (no_grad())
            {
                foreach (var parameter in training.Model.parameters())
                    parameter.mul_(0.99);
            }
            return base.TrainStep(training, batch);
        }
    }
}
