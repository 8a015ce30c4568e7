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
