using ModelTests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class WeightsUpdateTests : CheckTests<WeightsUpdateAttribute>
{
    private protected override IRecipes ShownInDocs => new FaultyRecipes.UnconnectedLayer();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_a_healthy_regressor() => Holds(new RegressorFixture());

    [Fact]
    public void An_expert_to_which_no_sample_is_routed_is_no_fault() => Holds(new FaultyRecipes.Around(() => new RoutedExperts(leftOut: 0)));

    [Fact]
    public void Names_an_expert_that_is_never_asked() => FailsNamingFirst(new FaultyRecipes.Around(() => new RoutedExperts(leftOut: 1)), "experts.5.weight", "forward() does not use it");

    [Fact]
    public void Names_a_layer_that_forward_does_not_use() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.UnconnectedLayer()), "side.weight", "side is registered but forward() does not use it");

    [Fact]
    public void Names_the_layers_before_a_detach() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.DetachedHidden()), "First.weight", "the graph is cut between it and the loss");

    [Fact]
    public void Names_the_weight_that_sees_only_zeros() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.ZeroedInput()), "First.weight", "exactly 0");

    [Fact]
    public void Names_what_lies_before_a_dropout_of_everything() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.DropsEverything()), "First.weight", "dropout with p = 1");

    [Fact]
    public void Says_that_the_optimizer_belongs_to_another_model() =>
        FailsNamingFirst(new FaultyRecipes.OptimizerOfAnotherModel(), "optimizer", "the optimizer holds 6 parameters that the model does not have");

    [Fact]
    public void Names_the_parameters_that_the_optimizer_was_not_given() =>
        FailsNamingFirst(new FaultyRecipes.HeadNotInOptimizer(), "Third.weight", "Third is not among the parameters");

    [Fact]
    public void Says_that_the_learning_rate_is_zero() => FailsNamingFirst(new FaultyRecipes.ZeroLearningRate(), "learning rate", "the learning rate is 0");

    [Fact]
    public void Says_that_gradients_are_cleared_before_the_step() =>
        FailsNamingFirst(new FaultyRecipes.ClippedToZero(), "TrainStep", "clipping to a norm of 0");

    [Fact]
    public void Says_that_the_step_is_never_called() => FailsNamingFirst(new FaultyRecipes.StepNeverCalled(), "TrainStep", "it is not called");

    [Fact]
    public void Weight_decay_alone_is_no_update() =>
        FailsNamingFirst(new FaultyRecipes.WeightDecayMovesUnconnectedLayer(), "side.weight", "side is registered but forward() does not use it");

    [Fact]
    public void Frozen_parameters_are_left_out_and_counted()
    {
        var verdict = Judge.With(Check, new Evidence(new FrozenFirstLayer()));
        Assert.Equal((Outcome.Holds, "4 parameters moved in 5 training steps; 2 frozen ones left out"), (verdict.Outcome, verdict.Headline));
    }

    [Fact]
    public void A_zero_initialised_branch_is_no_fault() => Holds(new FaultyRecipes.Around(() => new ZeroInitialisedLastLayer()));

    [Fact]
    public void A_bias_that_batch_normalisation_cancels_is_no_fault() => Holds(new BiasBeforeNormalisation());

    [Fact]
    public void Accumulating_gradients_over_four_batches_is_no_fault() => Holds(new Accumulating());

    [Fact]
    public void Warming_up_from_zero_is_no_fault() => Holds(new WarmingUp());

    [Fact]
    public void A_step_that_clears_its_gradients_at_its_end_is_no_fault() => Holds(new ClearsGradientsLast());

    [Theory]
    [InlineData(CallStyle.Call)]
    [InlineData(CallStyle.Forward)]
    public void An_adapter_that_begins_at_zero_is_no_fault_when_gradients_are_cleared_last(CallStyle style)
    {
        Holds(new Adapted(style));
        foreach (var seed in Seeds)
            Assert.Empty(Judge.Accusations(new Adapted(style), seed));
    }

    [Fact]
    public void A_layer_that_only_a_late_batch_trains_is_no_fault() => Holds(new RareGradient());

    [Fact]
    public void A_gradient_that_another_backward_pass_leaves_behind_is_no_fault() => Holds(new CriticOfAGenerator());

    [Fact]
    public void Moving_the_model_before_its_optimizer_is_made_is_no_fault() => Holds(new MovedToDouble());

    [Fact]
    public void An_exception_leaves_its_parameters_out()
    {
        var check = new WeightsUpdateAttribute { Except = "side.**", Because = "kept for a later release" };
        var verdict = Judge.With(check, new Evidence(new FaultyRecipes.Around(() => new FaultyClassifiers.UnconnectedLayer())));
        Assert.Equal(Outcome.Holds, verdict.Outcome);
    }

    [Theory]
    [InlineData("First.**", "an old reason", "is no longer needed")]
    [InlineData("first.**", "a misspelt path", "matches none of the 6 trainable parameters")]
    [InlineData("First.**", "", "has no reason")]
    public void An_exception_that_is_not_needed_or_not_explained_fails(string except, string because, string says)
    {
        var verdict = Judge.With(new WeightsUpdateAttribute { Except = except, Because = because }, new Evidence(new ClassifierFixture()));
        Assert.Equal(Outcome.Fails, verdict.Outcome);
        Assert.Contains(says, verdict.Headline, StringComparison.Ordinal);
    }

    private sealed class FrozenFirstLayer : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var model = base.CreateModel();
            foreach (var parameter in model.parameters().Take(2))
                parameter.requires_grad = false;
            return model;
        }
    }

    private sealed class ZeroInitialisedLastLayer : Classifier
    {
        public ZeroInitialisedLastLayer()
        {
            init.zeros_(Third.weight);
            init.zeros_(Third.bias!);
        }
    }

    private sealed class BiasBeforeNormalisation : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() =>
            Sequential(("first", Linear(10, 32)), ("norm", BatchNorm1d(32)), ("activation", ReLU()), ("last", Linear(32, 4)));

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.SGD(model.parameters(), learningRate: 0.1);
    }

    private sealed class Accumulating : ClassifierFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = Loss(Forward(training.Model, batch), batch) / 4;
            loss.backward();
            if (training.StepsTaken % 4 == 3)
            {
                training.Optimizer.step();
                training.Optimizer.zero_grad();
            }
            return loss;
        }
    }

    private sealed class WarmingUp : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var optimizer = CreateOptimizer(model);
            return new(model, optimizer, optim.lr_scheduler.LambdaLR(optimizer, step => Math.Min(1, step / 10.0)));
        }
    }

    private sealed class ClearsGradientsLast : ClassifierFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            training.Optimizer.zero_grad();
            return loss;
        }
    }

    /// <summary>Frozen layers, each with a trainable product of rank 2 whose second factor begins at 0 (Hu et al. 2021, "LoRA").</summary>
    private sealed class Adapted(CallStyle style) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() =>
            Sequential(("first", new Adapter(10, 32, style)), ("activation", ReLU()), ("last", new Adapter(32, 4, style)));

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) =>
            optim.AdamW(model.parameters().Where(parameter => parameter.requires_grad), lr: 0.01);

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            training.Model.zero_grad();
            return loss;
        }
    }

    private sealed class Adapter : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear frozen;
        private readonly TorchSharp.Modules.Linear down;
        private readonly TorchSharp.Modules.Linear up;
        private readonly CallStyle style;

        public Adapter(int inputs, int outputs, CallStyle style)
            : base(nameof(Adapter))
        {
            (frozen, down, up) = (Linear(inputs, outputs), Linear(inputs, 2, hasBias: false), Linear(2, outputs, hasBias: false));
            this.style = style;
            foreach (var parameter in frozen.parameters())
                parameter.requires_grad = false;
            init.zeros_(up.weight!);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => Run(frozen, input) + Run(up, Run(down, input));

        private Tensor Run(Module<Tensor, Tensor> layer, Tensor input) => style == CallStyle.Call ? layer.call(input) : layer.forward(input);
    }

    /// <summary>The first ten batches leave every gradient at 0.</summary>
    private sealed class RareGradient : ClassifierFixture
    {
        public override ModelData CreateData() =>
            ModelData.From([.. Enumerable.Range(0, 16).Select(number => new Batch(randn(8, 10), number < 10 ? arange(8).remainder(3) : arange(8).remainder(4)))]);

        public override Tensor Loss(Tensor output, Tensor target) =>
            target.max().item<long>() == 3 ? functional.cross_entropy(output, target) : output.sum() * 0;
    }

    /// <summary>A critic's last bias cancels in its own loss, and the generator's loss leaves a gradient there that no step uses.</summary>
    private sealed class CriticOfAGenerator : RegressorFixture
    {
        public override ModelData CreateData() => ModelData.From(randn(64, 10).split(16).Select(batch => new Batch([batch], [])));

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var critic = training.Model;
            training.Optimizer.zero_grad();
            var loss = critic.call(randn_like(batch.Input) * 2).mean() - critic.call(batch.Input).mean();
            loss.backward();
            training.Optimizer.step();
            (-critic.call(randn_like(batch.Input)).mean()).backward();
            return loss;
        }
    }

    private sealed class MovedToDouble : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            model.to(float64);
            return new(model, CreateOptimizer(model));
        }

        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch) => model.call(batch.Input.to(model.parameters().First().dtype));
    }
}
