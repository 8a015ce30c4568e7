using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class UnitsAliveTests : CheckTests<UnitsAliveAttribute>
{
    private protected override IRecipes ShownInDocs => new DeadHidden();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_a_healthy_regressor() => Holds(new RegressorFixture());

    [Fact]
    public void Holds_for_inputs_that_are_all_positive() => Holds(new PositiveInputs());

    [Fact]
    public void Names_a_layer_whose_bias_keeps_every_unit_at_0() => FailsNamingFirst(new DeadHidden(), "Second.weight", "0 or saturated for every sample");

    [Fact]
    public void Names_it_when_hooks_never_fire() => FailsNamingFirst(new FaultyRecipes.Around(() => new DeadByForward()), "First.weight", "0 or saturated");

    [Fact]
    public void Names_a_layer_with_more_dead_units_than_chance_explains() => FailsNamingFirst(new FaultyRecipes.Around(() => new MostlyDead(31)), "Second.weight", "0 or saturated");

    [Fact]
    public void Half_of_the_units_may_be_dead() => Holds(new FaultyRecipes.Around(() => new MostlyDead(16)));

    [Fact]
    public void Names_a_layer_whose_weights_saturate_its_activation() => FailsNamingFirst(new FaultyRecipes.Around(() => new Saturated()), "First.weight", "saturated");

    [Fact]
    public void Names_a_layer_whose_bias_saturates_its_sigmoid() => FailsNamingFirst(new FaultyRecipes.Around(() => new SaturatedBy(bias: -10)), "First.weight", "saturated");

    [Fact]
    public void Names_a_layer_that_is_beyond_both_bounds_of_its_sigmoid() => FailsNamingFirst(new FaultyRecipes.Around(() => new SaturatedBy(scale: 1e4)), "First.weight", "saturated");

    [Fact]
    public void Names_it_when_hooks_never_fire_for_the_sigmoid() => FailsNamingFirst(new FaultyRecipes.Around(() => new SaturatedBy(bias: 12, byForward: true)), "First.weight", "saturated");

    [Fact]
    public void A_sigmoid_that_is_steep_but_not_saturated_is_no_fault() => Holds(new FaultyRecipes.Around(() => new SaturatedBy(bias: -2, scale: 3)));

    [Fact]
    public void Outputs_that_are_sure_of_themselves_are_no_fault() => Holds(new SureOutputs(Sigmoid));

    [Fact]
    public void Outputs_of_exactly_1_are_no_fault() => Holds(new SureOutputs(Sigmoid, 40, 60, 80, 100));

    [Fact]
    public void Names_outputs_that_are_cut_off_at_0() => FailsNamingFirst(new CutOutputs(), "head.weight", "0 or saturated for every sample");

    [Fact]
    public void Choices_that_are_sure_of_themselves_are_no_fault() => Holds(new SureOutputs(() => Softmax(1)));

    [Fact]
    public void Names_what_a_learning_rate_that_is_far_too_high_kills() => Kills(new FarTargets(rate: 1));

    [Fact]
    public void Names_what_an_even_higher_one_kills() => Kills(new FarTargets(rate: 100));

    [Fact]
    public void A_high_learning_rate_that_kills_some_units_is_no_fault() => Holds(new HighLearningRate());

    [Fact]
    public void Few_samples_to_a_batch_are_no_fault() => Holds(new SmallBatches());

    [Fact]
    public void Names_constant_weights_all_of_whose_units_are_one() => FailsNamingFirst(new FaultyRecipes.Around(() => new Constant()), "First.weight", "stay one unit");

    [Fact]
    public void Names_a_convolution_whose_channels_are_one() => FailsNamingFirst(new Images(() => Conv2d(4, 4, 3)), "convolution.weight", "stay one unit");

    [Fact]
    public void Names_a_transposed_convolution_whose_channels_are_one_in_each_group() =>
        FailsNamingFirst(new Images(() => ConvTranspose2d(4, 4, 3, groups: 2)), "convolution.weight", "stay one unit");

    [Fact]
    public void Equal_filters_of_different_channels_are_not_identical_units() => Holds(new Images(() => Conv2d(4, 4, 3, groups: 4)));

    [Fact]
    public void Equal_units_that_the_next_layer_tells_apart_are_no_fault() => Holds(new FaultyRecipes.Around(() => new ConstantFirst()));

    [Fact]
    public void A_zero_initialised_last_layer_is_no_fault() => Holds(new FaultyRecipes.Around(() => new ZeroInitialisedLastLayer()));

    [Fact]
    public void What_is_multiplied_by_0_further_on_is_not_dead() => Holds(new FaultyRecipes.Around(() => new MultipliedByZero()));

    [Fact]
    public void A_bias_that_batch_normalisation_cancels_is_no_fault() => Holds(new FaultyRecipes.Around(() => new NormalisedAway()));

    [Fact]
    public void Gives_no_answer_when_no_gradient_leads_from_the_outputs_to_a_layer() =>
        Answers(new FaultyRecipes.Around(() => new WithoutGraph()), Outcome.CouldNotTell, "a gradient for none of the layers");

    private sealed class PositiveInputs : ClassifierFixture
    {
        public override ModelData CreateData()
        {
            var inputs = rand(256, 10);
            return ModelData.From(inputs, inputs.argmax(1) % 4);
        }
    }

    private sealed class DeadHidden : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new MostlyDead(32);
    }

    private sealed class MostlyDead : Classifier
    {
        public MostlyDead(int dead)
        {
            using var untracked = no_grad();
            Second.bias!.narrow(0, 0, dead).fill_(-100);
        }
    }

    private sealed class DeadByForward : Classifier
    {
        public DeadByForward() => init.constant_(First.bias!, -100);

        public override Tensor forward(Tensor input) => Third.forward(functional.relu(Second.forward(functional.relu(First.forward(input)))));
    }

    private sealed class Saturated : Classifier
    {
        public Saturated()
        {
            using var untracked = no_grad();
            First.weight.mul_(1e6);
        }

        protected override Tensor Hidden(Tensor input) => functional.relu(Second.call(First.call(input).tanh()));
    }

    /// <summary>The first layer goes through a sigmoid; its weights are multiplied and its bias is set.</summary>
    private sealed class SaturatedBy : Classifier
    {
        private readonly bool byForward;

        public SaturatedBy(double bias = 0, double scale = 1, bool byForward = false)
        {
            this.byForward = byForward;
            using var untracked = no_grad();
            First.weight.mul_(scale);
            First.bias!.fill_(bias);
        }

        protected override Tensor Hidden(Tensor input) => byForward
            ? functional.relu(Second.forward(First.forward(input).sigmoid()))
            : functional.relu(Second.call(First.call(input).sigmoid()));
    }

    /// <summary>The outputs begin where a trained classifier's end: at probabilities close to 0 and 1.</summary>
    private sealed class SureOutputs(Func<Module<Tensor, Tensor>> last, params float[] biases) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var head = Linear(32, 4);
            using (no_grad())
            {
                head.bias!.copy_(tensor(biases.Length > 0 ? biases : [20, 8, -8, -20]));
            }
            return Sequential(("first", Linear(10, 32)), ("activation", Tanh()), ("head", head), ("last", last()));
        }

        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, functional.one_hot(target, 4).to(float32));
    }

    private sealed class CutOutputs : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var head = Linear(32, 32);
            init.constant_(head.bias!, -40);
            return Sequential(("first", Linear(10, 32)), ("activation", Tanh()), ("head", head), ("last", ReLU()));
        }

        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, functional.one_hot(target, 32).to(float32));
    }

    private sealed class HighLearningRate : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: 0.1);
    }

    /// <summary>One of the hidden layers dies first; which one hangs on the seed.</summary>
    private void Kills(FarTargets fixture)
    {
        foreach (var seed in Seeds)
        {
            var verdict = Judge.With(Check, new Evidence(fixture, seed));
            Assert.True(verdict.Outcome == Outcome.Fails, $"seed {seed}: {verdict}");
            Assert.True(verdict.Findings[0].Location is "First.weight" or "Second.weight", verdict.Findings[0].Location);
            Assert.Contains("training drove", verdict.Cause, StringComparison.Ordinal);
        }
    }

    /// <summary>All outputs have the same far way to go, on which a high rate pushes every unit below 0.</summary>
    private sealed class FarTargets(double rate) : ClassifierFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => (output + 10).square().mean();

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: rate);
    }

    private sealed class SmallBatches : ClassifierFixture
    {
        public override ModelData CreateData()
        {
            using var data = randn(60, 10);
            return ModelData.From([.. Enumerable.Range(0, 30).Select(i => new Batch(data.narrow(0, 2 * i, 2).clone(), arange(2) + (i % 3)))]);
        }
    }

    private sealed class Constant : Classifier
    {
        public Constant()
        {
            foreach (var layer in new[] { First, Second, Third })
            {
                init.constant_(layer.weight, 0.1);
                init.zeros_(layer.bias!);
            }
        }
    }

    private sealed class ConstantFirst : Classifier
    {
        public ConstantFirst()
        {
            init.constant_(First.weight, 0.1);
            init.zeros_(First.bias!);
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

    private sealed class MultipliedByZero : Classifier
    {
        protected override Tensor Hidden(Tensor input) => base.Hidden(input) * 0;
    }

    private sealed class NormalisedAway : Classifier
    {
        private readonly BatchNorm1d norm = BatchNorm1d(32);

        public NormalisedAway()
        {
            RegisterComponents();
            init.constant_(First.bias!, -100);
        }

        protected override Tensor Hidden(Tensor input) => functional.relu(Second.call(functional.relu(norm.call(First.call(input)))));
    }

    private sealed class WithoutGraph : Classifier
    {
        private readonly Parameter scale = new(ones(1));

        public WithoutGraph() => RegisterComponents();

        public override Tensor forward(Tensor input) => base.forward(input).detach() * scale;
    }

    /// <summary>Images [N, 4, 6, 6] through a convolution and a layer with constant weights.</summary>
    private sealed class Images(Func<Convolution> create) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var convolution = create();
            var width = convolution is ConvolutionTranspose ? 8 : 4;
            var head = Linear(4 * width * width, 4);
            init.constant_(convolution.weight!, 0.1);
            init.zeros_(convolution.bias!);
            init.constant_(head.weight, 0.1);
            return Sequential(("convolution", (Module<Tensor, Tensor>)convolution), ("activation", ReLU()), ("flatten", Flatten()), ("head", head));
        }

        public override ModelData CreateData() => ModelData.From(randn(64, 4, 6, 6), arange(64) % 4);
    }
}
