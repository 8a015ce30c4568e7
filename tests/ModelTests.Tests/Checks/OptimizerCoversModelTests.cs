using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class OptimizerCoversModelTests : CheckTests<OptimizerCoversModelAttribute>
{
    private protected override IRecipes ShownInDocs => new FaultyRecipes.OptimizerOfAnotherModel();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Two_groups_with_rates_of_their_own_are_no_fault() => Holds(new TwoGroups());

    [Fact]
    public void A_warm_up_that_is_longer_than_the_check_is_no_fault() => Holds(new LongWarmUp());

    [Fact]
    public void The_one_cycle_policy_is_no_fault() => Holds(new OneCycle());

    [Fact]
    public void Frozen_parameters_need_not_be_held() => Holds(new FrozenAndLeftOut());

    [Fact]
    public void Says_that_the_optimizer_belongs_to_another_model() =>
        FailsNamingFirst(new FaultyRecipes.OptimizerOfAnotherModel(), "optimizer", "built for another instance");

    [Fact]
    public void Names_the_parameters_that_were_not_passed() => FailsNamingFirst(new FaultyRecipes.HeadNotInOptimizer(), "optimizer", "not passed to the optimizer");

    [Fact]
    public void Says_that_an_empty_optimizer_holds_nothing() => FailsNamingFirst(new Empty(), "optimizer", "not passed to the optimizer");

    [Fact]
    public void Names_a_tied_weight_that_is_listed_twice() => FailsNamingFirst(new HeldTwice(), "Third.weight", "as with a weight that two layers share");

    [Fact]
    public void Says_that_the_learning_rate_grows_without_end() => FailsNamingFirst(new GrowingRate(), "learning rate", "a factor above 1");

    private sealed class TwoGroups : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(
        [
            new TorchSharp.Modules.Adam.ParamGroup { Parameters = model.parameters().Take(4), Options = new() { LearningRate = 0.001, InitialLearningRate = 0.001 } },
            new TorchSharp.Modules.Adam.ParamGroup { Parameters = model.parameters().Skip(4), Options = new() { LearningRate = 0.01, InitialLearningRate = 0.01 } },
        ]);
    }

    private sealed class LongWarmUp : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var optimizer = CreateOptimizer(model);
            return new(model, optimizer, optim.lr_scheduler.LambdaLR(optimizer, step => Math.Min(1, (step + 1) / 10_000.0)));
        }
    }

    private sealed class OneCycle : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var optimizer = CreateOptimizer(model);
            return new(model, optimizer, optim.lr_scheduler.OneCycleLR(optimizer, max_lr: 0.01, total_steps: 2_000));
        }
    }

    private sealed class FrozenAndLeftOut : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var model = base.CreateModel();
            foreach (var parameter in model.parameters().Take(2))
                parameter.requires_grad = false;
            return model;
        }

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters().Where(parameter => parameter.requires_grad));
    }

    private sealed class Empty : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(Array.Empty<TorchSharp.Modules.Parameter>());
    }

    private sealed class HeldTwice : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.SGD(
        [
            new TorchSharp.Modules.SGD.ParamGroup(model.parameters(), 0.01),
            new TorchSharp.Modules.SGD.ParamGroup(model.parameters().TakeLast(2), 0.1),
        ], 0.01);
    }

    private sealed class GrowingRate : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var optimizer = CreateOptimizer(model);
            return new(model, optimizer, optim.lr_scheduler.StepLR(optimizer, step_size: 1, gamma: 1.2));
        }
    }
}
