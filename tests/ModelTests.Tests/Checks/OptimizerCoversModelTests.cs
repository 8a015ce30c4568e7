using ModelTests.Models;
using TorchSharp.Modules;
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
    public void A_warm_up_that_is_longer_than_the_check_is_no_fault() => Holds(new LongWarmUp(), seeds: FewSeeds);

    [Fact]
    public void The_one_cycle_policy_is_no_fault() => Holds(new OneCycle(), seeds: FewSeeds);

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

    [Fact]
    public void Names_a_layer_that_the_first_forward_call_makes() => FailsNamingFirst(new LateLayer(added: false), "optimizer", "makes a layer at its first run");

    [Fact]
    public void A_layer_that_the_first_step_adds_to_the_optimizer_as_well_is_no_fault() => Holds(new LateLayer(added: true));

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(1, 0.5)]
    [InlineData(5, 0.1)]
    public void Says_that_the_learning_rate_collapses(int every, double factor) =>
        FailsNamingFirst(new Scheduled(step => Math.Pow(factor, step / every), rate: 0.001), "learning rate", "decays in every training step", seeds: FewSeeds);

    [Fact]
    public void A_cosine_down_to_zero_is_no_fault() => Holds(new Scheduled(step => (1 + Math.Cos(Math.PI * Math.Min(step, 100) / 100)) / 2));

    [Fact]
    public void Restarts_that_come_down_to_zero_are_no_fault() => Holds(new Scheduled(step => (1 + Math.Cos(Math.PI * (step % 20) / 20)) / 2, rate: 0.001));

    [Fact]
    public void A_short_decay_after_which_the_batch_is_learnt_is_no_fault() => Holds(new Scheduled(step => Math.Max(0, 1 - (step / 45.0))));

    [Fact]
    public void Step_decay_over_long_epochs_is_no_fault() => Holds(new Scheduled(step => Math.Pow(0.1, step / 60), rate: 0.001), seeds: FewSeeds);

    [Fact]
    public void Says_that_clipping_comes_after_the_step() => FailsNamingFirst(new ClippedLate(), "TrainStep", "clipping is called after optimizer.step()");

    [Fact]
    public void Says_so_when_values_are_clipped_after_the_step() => FailsNamingFirst(new ValuesClippedLate(), "TrainStep", "clipping is called after optimizer.step()");

    [Fact]
    public void Says_that_a_negative_norm_turns_the_gradients_round() => FailsNamingFirst(new Clipped(-0.5), "TrainStep", "max_norm = -0.5");

    [Fact]
    public void A_step_without_clipping_is_no_fault() => Holds(new Stepping());

    [Fact]
    public void Clipping_is_no_fault() => Holds(new Clipped(0.5));

    [Fact]
    public void Clipping_to_infinity_to_learn_the_norm_is_no_fault() => Holds(new Clipped(double.PositiveInfinity));

    [Fact]
    public void Clipping_some_layers_only_is_no_fault() => Holds(new HeadNotClipped());

    [Fact]
    public void A_loss_that_is_maximised_is_no_matter_of_clipping() => Holds(new Maximised());

    [Fact]
    public void Gradients_that_fade_out_after_the_step_are_no_fault() => Holds(new Fading());

    [Fact]
    public void The_declared_norm_holds_where_gradients_are_clipped_to_it() => Holds(new Clipped(0.5), AtMost(0.5));

    [Fact]
    public void The_declared_norm_holds_in_a_dispose_scope_of_the_step() => Holds(new InItsOwnScope(), AtMost(0.5));

    [Fact]
    public void The_declared_norm_holds_where_gradients_are_below_it_until_they_are_large() => Holds(new Clipped(20), AtMost(20));

    [Fact]
    public void The_declared_norm_holds_where_values_are_clipped() => Holds(new ValuesClipped(), AtMost(0.05));

    [Fact]
    public void The_declared_norm_holds_for_accumulated_gradients() => Holds(new AccumulatedAndClipped(), AtMost(0.5));

    [Fact]
    public void The_declared_norm_holds_for_each_of_two_optimizers() => Holds(new Adversaries(clipsBoth: true), AtMost(0.1));

    [Fact]
    public void A_norm_that_is_never_reached_cannot_be_told() =>
        Answers(new Clipped(1e9), Outcome.CouldNotTell, "never come near a norm of 1e9", AtMost(1e9));

    [Fact]
    public void Says_that_nothing_clips() => FailsNamingFirst(new Stepping(), "TrainStep", "nothing clips", AtMost(0.5));

    [Fact]
    public void Says_that_nothing_clips_where_gradients_are_clipped_before_backward() => FailsNamingFirst(new ClippedEarly(), "TrainStep", "is called before backward", AtMost(0.5));

    [Fact]
    public void Says_that_nothing_clips_where_another_models_gradients_are_clipped() => FailsNamingFirst(new OthersClipped(), "TrainStep", "on other parameters", AtMost(0.5));

    [Fact]
    public void Says_that_nothing_clips_where_the_list_is_empty() => FailsNamingFirst(new NoneClipped(), "TrainStep", "on other parameters", AtMost(0.5));

    [Fact]
    public void Names_the_parameters_that_are_not_clipped() => FailsNamingFirst(new HeadNotClipped(), "Third.weight", "not among those that are clipped", AtMost(0.5));

    [Fact]
    public void Says_to_which_norm_gradients_are_clipped_instead() => FailsNamingFirst(new Clipped(2), "TrainStep", "clipped to a norm of 2, not 0.1", AtMost(0.1));

    [Fact]
    public void Says_that_clipping_comes_late_where_a_norm_is_declared() => FailsNamingFirst(new ClippedLate(), "TrainStep", "clipping is called after optimizer.step()", AtMost(0.5));

    [Fact]
    public void Names_the_optimizer_whose_gradients_are_not_clipped() =>
        Assert.All(Seeds, seed => Assert.Contains("of optimizer 1", Judge.With(AtMost(0.1), new Evidence(new Adversaries(clipsBoth: false), seed)).Headline, StringComparison.Ordinal));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_norm_that_is_none_is_named(double norm)
    {
        var verdict = Judge.With(AtMost(norm), new Evidence(new ClassifierFixture()));
        Assert.Equal((Outcome.Fails, $"MaxGradientNorm is {Figures.Of(norm)}, and it takes a finite norm above 0"), (verdict.Outcome, verdict.Headline));
    }

    private static OptimizerCoversModelAttribute AtMost(double norm) => new() { MaxGradientNorm = norm };

    /// <summary>A training step in which a test does something before backward, before the optimizer's step or after it.</summary>
    private class Stepping : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.SGD(model.parameters(), learningRate: 0.01, momentum: 0.9);

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            BeforeBackward(training.Model);
            Backward(loss);
            BeforeStep(training.Model);
            training.Optimizer.step();
            AfterStep(training.Model);
            return loss;
        }

        protected virtual void Backward(Tensor loss) => loss.backward();

        protected virtual void BeforeBackward(Module<Tensor, Tensor> model)
        {
        }

        protected virtual void BeforeStep(Module<Tensor, Tensor> model)
        {
        }

        protected virtual void AfterStep(Module<Tensor, Tensor> model)
        {
        }
    }

    private sealed class Clipped(double norm) : Stepping
    {
        protected override void BeforeStep(Module<Tensor, Tensor> model) => nn.utils.clip_grad_norm_(model.parameters(), norm);
    }

    private sealed class ValuesClipped : Stepping
    {
        protected override void BeforeStep(Module<Tensor, Tensor> model) => nn.utils.clip_grad_value_(model.parameters(), 0.001);
    }

    private sealed class ClippedLate : Stepping
    {
        protected override void AfterStep(Module<Tensor, Tensor> model) => nn.utils.clip_grad_norm_(model.parameters(), 0.3);
    }

    private sealed class ValuesClippedLate : Stepping
    {
        protected override void AfterStep(Module<Tensor, Tensor> model) => nn.utils.clip_grad_value_(model.parameters(), 0.01);
    }

    private sealed class ClippedEarly : Stepping
    {
        protected override void BeforeBackward(Module<Tensor, Tensor> model) => nn.utils.clip_grad_norm_(model.parameters(), 0.5);
    }

    private sealed class OthersClipped : Stepping
    {
        private static readonly Module<Tensor, Tensor> Other = new Classifier();

        protected override void BeforeStep(Module<Tensor, Tensor> model) => nn.utils.clip_grad_norm_(Other.parameters(), 0.5);
    }

    private sealed class NoneClipped : Stepping
    {
        protected override void BeforeStep(Module<Tensor, Tensor> model) => nn.utils.clip_grad_norm_(model.parameters().Where(parameter => parameter.dim() > 2), 0.5);
    }

    private sealed class HeadNotClipped : Stepping
    {
        protected override void BeforeStep(Module<Tensor, Tensor> model) => nn.utils.clip_grad_norm_(model.parameters().Take(4), 0.3);
    }

    private sealed class Maximised : Stepping
    {
        protected override void Backward(Tensor loss) => (-loss).backward();
    }

    private sealed class Fading : Stepping
    {
        protected override void AfterStep(Module<Tensor, Tensor> model)
        {
            using var untracked = no_grad();
            foreach (var parameter in model.parameters())
                parameter.grad!.mul_(0.5);
        }
    }

    private sealed class InItsOwnScope : Stepping
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            using var scope = NewDisposeScope();
            return base.TrainStep(training, batch).MoveToOuterDisposeScope();
        }

        protected override void BeforeStep(Module<Tensor, Tensor> model) => nn.utils.clip_grad_norm_(model.parameters(), 0.5);
    }

    private sealed class AccumulatedAndClipped : ClassifierFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = Loss(Forward(training.Model, batch), batch) / 4;
            loss.backward();
            if (training.StepsTaken % 4 == 3)
            {
                nn.utils.clip_grad_norm_(training.Model.parameters(), 0.5);
                training.Optimizer.step();
                training.Optimizer.zero_grad();
            }
            return loss;
        }
    }

    /// <summary>A generator and a critic that train against each other, each with an optimizer of its own.</summary>
    private sealed class Adversaries(bool clipsBoth) : ModelRecipes<GenerativeAdversarialNetwork>
    {
        public override GenerativeAdversarialNetwork CreateModel() => new(new GeneratorByForward(), new DiscriminatorByForward());

        public override ModelData CreateData() => ModelData.From(randn(64, 2).split(16).Select(batch => new Batch([batch], [])));

        public override Training<GenerativeAdversarialNetwork> CreateTraining(GenerativeAdversarialNetwork model) =>
            new(model, [optim.Adam(model.Discriminator.parameters()), optim.Adam(model.Generator.parameters())]);

        public override Tensor TrainStep(Training<GenerativeAdversarialNetwork> training, Batch batch)
        {
            var (generator, critic) = training.Model;
            var made = generator.call(randn(batch.Size, Models.Generator.Noise));
            training.Optimizers[0].zero_grad();
            var loss = functional.softplus(-critic.call(batch.Input)).mean() + functional.softplus(critic.call(made.detach())).mean();
            loss.backward();
            nn.utils.clip_grad_norm_(critic.parameters(), 0.1);
            training.Optimizers[0].step();
            training.Optimizers[1].zero_grad();
            functional.softplus(-critic.call(made)).mean().backward();
            if (clipsBoth)
                nn.utils.clip_grad_norm_(generator.parameters(), 0.1);
            training.Optimizers[1].step();
            return loss;
        }
    }

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

    private sealed class Scheduled(Func<int, double> factor, double rate = 0.01) : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var optimizer = optim.Adam(model.parameters(), lr: rate);
            return new(model, optimizer, optim.lr_scheduler.LambdaLR(optimizer, factor));
        }
    }

    /// <summary>Its model makes a layer in the first forward call; the step may add it to the optimizer.</summary>
    private sealed class LateLayer(bool added) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new Late();

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.SGD([.. model.parameters()], learningRate: 0.01);

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            if (added && training.StepsTaken == 0)
                training.Optimizer.add_param_group(new SGD.ParamGroup(((Late)training.Model).Made!.parameters(), new SGD.Options()));
            return loss;
        }

        private sealed class Late : Classifier
        {
            public TorchSharp.Modules.Linear? Made { get; private set; }

            protected override Tensor Hidden(Tensor input)
            {
                if (Made is null)
                {
                    Made = Linear(32, 32);
                    register_module("made", Made);
                }
                return functional.relu(Made.call(base.Hidden(input)));
            }
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
