using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class ActivationsBetweenLayersTests : CheckTests<ActivationsBetweenLayersAttribute>
{
    private protected override IRecipes ShownInDocs => new NoActivations();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_a_healthy_regressor() => Holds(new RegressorFixture());

    [Fact]
    public void Names_the_layers_of_a_classifier_without_activations() => FailsNamingFirst(new NoActivations(), "First → Second");

    [Fact]
    public void Names_them_when_hooks_never_fire() => FailsNamingFirst(new FaultyRecipes.Around(() => new NoneByForward()), "First → Second");

    [Fact]
    public void Names_the_one_place_where_an_activation_is_missing() => FailsNamingFirst(new FaultyRecipes.Around(() => new SecondMissing()), "Second → Third");

    [Fact]
    public void Names_that_place_when_hooks_never_fire() => FailsNamingFirst(new FaultyRecipes.Around(() => new SecondMissingByForward()), "Second → Third");

    [Fact]
    public void Dropout_is_no_activation() => FailsNamingFirst(new FaultyRecipes.Around(() => new OnlyDropout()), "First → Second");

    [Fact]
    public void Batch_normalisation_between_convolutions_is_no_activation() => FailsNamingFirst(
        new OnImages(() => Sequential(("first", Conv2d(1, 8, 3)), ("norm", BatchNorm2d(8)), ("second", Conv2d(8, 8, 3)), ("activation", ReLU()), ("flatten", Flatten()), ("head", Linear(8 * 16, 3)))),
        "first → second");

    [Fact]
    public void Names_a_convolution_that_is_flattened_without_an_activation() => FailsNamingFirst(
        new OnImages(() => Sequential(("first", Conv2d(1, 8, 3)), ("activation", ReLU()), ("second", Conv2d(8, 8, 3)), ("flatten", Flatten()), ("head", Linear(8 * 16, 3)))),
        "second → head");

    [Fact]
    public void Convolutions_with_activations_are_no_fault() => Holds(
        new OnImages(() => Sequential(("first", Conv2d(1, 8, 3)), ("norm", BatchNorm2d(8)), ("activation", ReLU()), ("second", Conv2d(8, 8, 3)), ("gelu", GELU()), ("flatten", Flatten()), ("head", Linear(8 * 16, 3)))));

    [Fact]
    public void A_depthwise_separable_convolution_is_no_fault() => Holds(
        new OnImages(() => Sequential(("depthwise", Conv2d(1, 4, 3)), ("relu", ReLU()), ("spatial", Conv2d(4, 4, 3, groups: 4)), ("pointwise", Conv2d(4, 16, 1)), ("activation", ReLU()), ("flatten", Flatten()), ("head", Linear(16 * 16, 3)))));

    [Fact]
    public void A_low_rank_factorisation_is_no_fault() => Holds(
        new Around(() => Sequential(("down", Linear(10, 2)), ("up", Linear(2, 32)), ("activation", ReLU()), ("head", Linear(32, 4)))));

    [Fact]
    public void A_deep_sigmoid_stack_is_no_fault() => Holds(new Around(DeepSigmoid));

    [Fact]
    public void A_residual_network_is_no_fault() => Holds(new FaultyRecipes.Around(() => new Residual()));

    [Fact]
    public void Attention_whose_values_and_projection_are_linear_is_no_fault() => Holds(new FaultyRecipes.Around(() => new Attention()));

    [Fact]
    public void A_post_norm_transformer_on_projected_inputs_is_no_fault() => Holds(new FaultyRecipes.Around(() => new PostNorm()));

    [Fact]
    public void A_low_rank_adapter_is_no_fault() => Holds(new FaultyRecipes.Around(() => new Adapter()));

    [Fact]
    public void A_gate_between_two_layers_is_no_fault() => Holds(new FaultyRecipes.Around(() => new Gated()));

    [Fact]
    public void A_linear_probe_on_a_frozen_embedding_is_no_fault() => Holds(new FaultyRecipes.Around(() => new FrozenEmbedding()));

    [Fact]
    public void A_zero_initialised_last_layer_is_no_fault() => Holds(new FaultyRecipes.Around(() => new ZeroInitialised()));

    [Theory]
    [InlineData("a linear autoencoder", 10, 3, 10)]
    [InlineData("a linear factor analysis", 10, 1, 10)]
    public void A_model_that_is_linear_on_purpose_is_left_out(string name, params int[] widths)
    {
        var verdict = Judge.With(Check, new Evidence(new Autoencoding(() => Chain(widths))));
        Assert.True(verdict.Outcome == Outcome.DoesNotApply, $"{name}: {verdict}");
    }

    [Fact]
    public void Names_the_layers_of_a_deep_autoencoder_that_lost_all_its_activations() =>
        FailsNamingFirst(new Autoencoding(() => Chain([10, 8, 2, 8, 10])), "layer0 → layer1");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mean_over_all_positions_is_no_fault(bool call) => Holds(new OnSets(call, (states, _) => states.mean([1])));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mean_over_the_positions_that_the_data_marks_is_no_fault(bool call) =>
        Holds(new OnSets(call, (states, input) => (states * Mask(input)).sum(1) / Mask(input).sum(1)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Positions_that_the_data_masks_are_no_fault(bool call) => Holds(new OnSets(call, (states, input) => states * Mask(input)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Attention_weights_that_no_layer_makes_are_no_fault(bool call) =>
        Holds(new OnSets(call, (states, input) => (functional.softmax(input.sum(2, keepdim: true) * 3, 1) * states).sum(1)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_product_with_an_adjacency_is_no_fault(bool call) =>
        Holds(new OnSets(call, (states, input) => functional.softmax(input.matmul(input.transpose(1, 2)), -1).matmul(states)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Names_two_layers_that_meet_at_each_position(bool call) => FailsNamingFirst(new OnSets(call, (states, _) => (states * 2) + 1), "projection → head");

    [Fact]
    public void A_mean_over_the_whole_image_is_no_fault() => Holds(
        new OnImages(() => Sequential(("patches", Conv2d(1, 8, 2, stride: 2)), ("mean", AdaptiveAvgPool2d(1)), ("flatten", Flatten()), ("head", Linear(8, 3)))));

    [Fact]
    public void Names_convolutions_with_an_average_over_neighbours_between() => FailsNamingFirst(
        new OnImages(() => Sequential(("first", Conv2d(1, 8, 3)), ("pool", AvgPool2d(2)), ("second", Conv2d(8, 8, 3)), ("activation", ReLU()), ("flatten", Flatten()), ("head", Linear(8, 3)))),
        "first → second");

    [Fact]
    public void Names_a_convolution_that_is_averaged_and_flattened_without_an_activation() => FailsNamingFirst(
        new OnImages(() => Sequential(("first", Conv2d(1, 8, 3)), ("pool", AvgPool2d(2)), ("flatten", Flatten()), ("head", Linear(8 * 9, 3)))),
        "first → head");

    [Fact]
    public void Names_a_layer_at_each_position_that_a_convolution_over_time_follows() => FailsNamingFirst(
        new OnSets(true, (states, _) => states.transpose(1, 2), () => Conv1d(16, 4, 3)), "projection → head");

    /// <summary>One at the elements whose first feature is positive, and at the first one always.</summary>
    private static Tensor Mask(Tensor input) => (input.narrow(2, 0, 1) > 0).logical_or(arange(input.shape[1]).view(1, -1, 1) == 0).to(float32);

    [Fact]
    public void Linear_regression_has_no_two_layers_to_look_at() =>
        Assert.Equal(Outcome.DoesNotApply, Judge.With(Check, new Evidence(new Around(() => Chain([10, 4])))).Outcome);

    [Fact]
    public void A_constant_output_tells_nothing() =>
        Assert.Equal(Outcome.CouldNotTell, Judge.With(Check, new Evidence(new FaultyRecipes.Around(() => new FaultyClassifiers.ZeroedInput()))).Outcome);

    private static Module<Tensor, Tensor> Chain(int[] widths) =>
        Sequential(widths.Zip(widths.Skip(1)).Select((pair, i) => ($"layer{i}", (Module<Tensor, Tensor>)Linear(pair.First, pair.Second))));

    private static Module<Tensor, Tensor> DeepSigmoid() => Sequential(
        Enumerable.Range(0, 12).SelectMany(i => new (string, Module<Tensor, Tensor>)[] { ($"l{i}", Linear(i == 0 ? 10 : 32, 32)), ($"s{i}", Sigmoid()) }).Append(("head", Linear(32, 4))));

    private sealed class NoActivations : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new WithoutActivations();
    }

    private sealed class WithoutActivations : Classifier
    {
        public override Tensor forward(Tensor input) => Third.call(Second.call(First.call(input)));
    }

    private sealed class NoneByForward : Classifier
    {
        public override Tensor forward(Tensor input) => Third.forward(Second.forward(First.forward(input)));
    }

    private sealed class SecondMissing : Classifier
    {
        protected override Tensor Hidden(Tensor input) => Second.call(functional.relu(First.call(input)));
    }

    private sealed class SecondMissingByForward : Classifier
    {
        public override Tensor forward(Tensor input) => Third.forward(Second.forward(functional.tanh(First.forward(input))));
    }

    private sealed class OnlyDropout : Classifier
    {
        private readonly Dropout dropout = Dropout(0.3);

        protected override Tensor Hidden(Tensor input) => functional.relu(Second.call(dropout.call(First.call(input))));
    }

    private sealed class ZeroInitialised : Classifier
    {
        public ZeroInitialised() => init.zeros_(Third.weight);
    }

    private sealed class Residual : Classifier
    {
        private readonly Linear contract = Linear(32, 32);

        public override Tensor forward(Tensor input)
        {
            var states = First.forward(input);
            states = states + contract.forward(functional.relu(Second.forward(states)));
            return Third.forward(functional.relu(states));
        }
    }

    /// <summary>Reads the ten features as a sequence of ten scalars, embedded by a layer of their own.</summary>
    private sealed class Attention : Classifier
    {
        private readonly Linear lift = Linear(1, 32);
        private readonly Linear key = Linear(32, 32);
        private readonly Linear value = Linear(32, 32);

        public override Tensor forward(Tensor input)
        {
            var states = functional.relu(lift.call(input.unsqueeze(2)));
            var weights = functional.softmax(First.call(input).unsqueeze(1).matmul(key.call(states).transpose(1, 2)), -1);
            return Third.call(functional.relu(Second.call(weights.matmul(value.call(states)).squeeze(1))));
        }
    }

    /// <summary>The input's projection goes to queries, keys, values and around them, before any normalisation.</summary>
    private sealed class PostNorm : Classifier
    {
        private readonly Linear lift = Linear(1, 32);
        private readonly Linear key = Linear(32, 32);
        private readonly Linear value = Linear(32, 32);
        private readonly Linear query = Linear(32, 32);
        private readonly LayerNorm norm = LayerNorm(32);

        public override Tensor forward(Tensor input)
        {
            var states = lift.forward(input.unsqueeze(2)) + linspace(-1, 1, 10).view(1, 10, 1);
            var weights = functional.softmax(query.forward(states).matmul(key.forward(states).transpose(1, 2)), -1);
            states = norm.forward(states + Second.forward(weights.matmul(value.forward(states))));
            return Third.forward(states.mean([1]) + functional.relu(First.forward(input)));
        }
    }

    private sealed class Adapter : Classifier
    {
        private readonly Linear down = Linear(10, 2, hasBias: false);
        private readonly Linear up = Linear(2, 32, hasBias: false);

        public Adapter() => init.zeros_(up.weight);

        protected override Tensor Hidden(Tensor input) => functional.relu(Second.call(functional.relu(First.call(input) + up.call(down.call(input)))));
    }

    private sealed class Gated : Classifier
    {
        private readonly Linear gate = Linear(10, 32);

        protected override Tensor Hidden(Tensor input) => functional.relu(Second.call(First.call(input) * functional.silu(gate.call(input))));
    }

    private sealed class FrozenEmbedding : Classifier
    {
        private readonly Linear embedding = Linear(32, 16);
        private readonly Linear probe = Linear(16, 4);

        public FrozenEmbedding()
        {
            foreach (var parameter in First.parameters().Concat(Second.parameters()).Concat(Third.parameters()).Concat(embedding.parameters()))
                parameter.requires_grad = false;
        }

        public override Tensor forward(Tensor input) => probe.call(embedding.call(Hidden(input)));
    }

    private sealed class Around(Func<Module<Tensor, Tensor>> model) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => model();
    }

    private sealed class Autoencoding(Func<Module<Tensor, Tensor>> model) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => model();

        public override ModelData CreateData()
        {
            var inputs = randn(64, 10);
            return ModelData.From(inputs, inputs);
        }
    }

    /// <summary>Sets [N, 6, 5] are projected, brought together and read by a head; where the head reads each position, the mean of its answers counts.</summary>
    private sealed class SetModel : Module<Tensor, Tensor>
    {
        private readonly Linear projection = Linear(5, 16);
        private readonly Module<Tensor, Tensor> head;
        private readonly bool hooked;
        private readonly Func<Tensor, Tensor, Tensor> between;

        public SetModel(bool hooked, Func<Tensor, Tensor, Tensor> between, Func<Module<Tensor, Tensor>>? head)
            : base(nameof(SetModel))
        {
            (this.hooked, this.between, this.head) = (hooked, between, head?.Invoke() ?? Linear(16, 4));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var states = between(hooked ? projection.call(input) : projection.forward(input), input);
            var output = hooked ? head.call(states) : head.forward(states);
            return output.dim() == 2 ? output : output.mean([head is Linear ? 1 : 2]);
        }
    }

    private sealed class OnSets(bool call, Func<Tensor, Tensor, Tensor> between, Func<Module<Tensor, Tensor>>? head = null) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new SetModel(call, between, head);

        public override ModelData CreateData() => ModelData.From(randn(32, 6, 5), arange(32) % 4);
    }

    private sealed class OnImages(Func<Module<Tensor, Tensor>> model) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => model();

        public override ModelData CreateData() => ModelData.From(randn(32, 1, 8, 8), arange(32) % 3);
    }
}
