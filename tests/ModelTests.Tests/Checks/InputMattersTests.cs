using ModelTests.Models;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class InputMattersTests : CheckTests<InputMattersAttribute>
{
    private protected override IRecipes ShownInDocs => new DroppedFeature();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void A_causal_model_whose_first_output_ignores_later_tokens_is_no_fault() => Holds(new LanguageModelFixture<LanguageModelByForward>());

    [Fact]
    public void Layer_normalisation_of_the_input_is_no_fault() => Holds(new FaultyRecipes.Around(() => new Normalised()));

    [Fact]
    public void A_head_that_is_initialised_with_zero_is_no_fault() => Holds(new FaultyRecipes.Around(() => new ZeroHead()));

    [Fact]
    public void A_stride_that_leaves_out_the_last_time_step_is_no_fault() => Holds(new SequenceModels.OnFeatures(() => new Strided()));

    [Fact]
    public void Features_that_are_read_in_training_only_are_no_fault() => Holds(new FaultyRecipes.Around(() => new ReadInTraining()));

    [Fact]
    public void Features_that_a_rectifier_cuts_off_for_some_samples_are_no_fault() => Holds(new FaultyRecipes.Around(() => new Rectified()));

    [Fact]
    public void A_constant_feature_is_not_judged() => Holds(new ConstantFeature());

    [Fact]
    public void Names_the_layer_that_no_input_reaches() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.ZeroedInput()), "First", "none reaches First");

    [Fact]
    public void Names_a_feature_that_is_dropped() => FailsNamingFirst(new DroppedFeature(), "input[:, 9]", "drops or overwrites input[:, 9]");

    [Fact]
    public void Names_a_channel_that_is_overwritten() =>
        FailsNamingFirst(new MixedSamples.OnImages(() => new FirstChannelsOnly()), "input[:, 2]");

    [Fact]
    public void Names_the_time_steps_that_are_not_read() =>
        FailsNamingFirst(new SequenceModels.OnTokens(() => new LateTokensOnly()), "input[:, 0]");

    [Fact]
    public void The_order_matters_to_a_causal_transformer() => Holds(new LanguageModelFixture<LanguageModelByForward>(), new InputMattersAttribute { OrderMatters = true });

    [Fact]
    public void The_order_matters_to_a_recurrent_layer() => Holds(new RecurrentClassifierFixture<RecurrentClassifierByCall>(), new InputMattersAttribute { OrderMatters = true });

    [Fact]
    public void The_order_matters_to_a_recurrent_layer_with_the_time_first() =>
        Holds(new MixedSamples.OnTimeFirst(), new InputMattersAttribute { OrderMatters = true, TimeDimension = 0 });

    [Fact]
    public void The_order_matters_to_a_convolution() =>
        Holds(new SequenceModels.OnFeatures(() => new SequenceModels.Convolution(left: 2)), new InputMattersAttribute { OrderMatters = true });

    [Fact]
    public void A_position_embedding_that_is_initialised_with_zero_is_no_fault() =>
        Holds(new SequenceModels.OnTokens(() => new Encoder(positions: true, pooled: true)), new InputMattersAttribute { OrderMatters = true });

    [Fact]
    public void The_order_is_not_judged_unless_it_is_asked_for() => Holds(new SequenceModels.OnTokens(() => new Encoder(positions: false, pooled: true)));

    [Fact]
    public void Names_the_order_of_a_pooled_encoder_without_positions() =>
        FailsNamingFirst(new SequenceModels.OnTokens(() => new Encoder(positions: false, pooled: true)), "order of the input", "no position signal", new InputMattersAttribute { OrderMatters = true });

    [Fact]
    public void Names_the_order_of_an_encoder_whose_outputs_are_only_reordered() =>
        FailsNamingFirst(new SequenceModels.OnTokens(() => new Encoder(positions: false, pooled: false)), "order of the input", "no position signal", new InputMattersAttribute { OrderMatters = true });

    [Fact]
    public void Names_the_order_of_layers_that_see_one_step_at_a_time() =>
        FailsNamingFirst(new SequenceModels.OnFeatures(() => Sequential(Linear(SequenceModels.Features, 8), ReLU(), Linear(8, 2))), "order of the input", check: new InputMattersAttribute { OrderMatters = true });

    [Fact]
    public void A_dimension_of_time_that_the_input_lacks_is_named() =>
        Answers(new ClassifierFixture(), Outcome.CouldNotTell, "set TimeDimension", new InputMattersAttribute { OrderMatters = true, TimeDimension = 2 });

    [Fact]
    public void Holds_where_the_outputs_depend_on_the_declared_features_only() => Holds(new DroppedFeature(), On("0:9"));

    [Fact]
    public void All_features_may_be_declared_one_by_one_or_as_a_whole()
    {
        Holds(new ClassifierFixture(), On("0:3, 3, 4:"));
        Holds(new ClassifierFixture(), On("input[:, :4]; input[:, 4:10]"));
        Holds(new ClassifierFixture(), On("input"));
    }

    [Fact]
    public void Holds_for_declared_time_steps_of_tokens() => Holds(new SequenceModels.OnTokens(() => new LateTokensOnly()), On("4:8"));

    [Fact]
    public void Holds_for_declared_channels_of_a_sequence_with_the_time_first() => Holds(new MixedSamples.OnTimeFirst(), On("input[:, :, 0:]"));

    [Theory]
    [InlineData(CallStyle.Call)]
    [InlineData(CallStyle.Forward)]
    public void Holds_for_the_declared_one_of_two_inputs(CallStyle style) => Holds(new TwoInputs(style, usesSecond: false), On("input 0"));

    [Fact]
    public void Batch_normalisation_makes_no_other_feature_matter() =>
        Holds(new FaultyRecipes.Around(() => new BatchNormalised()), On("0:9"));

    [Fact]
    public void Names_a_feature_that_is_not_declared() =>
        FailsNamingFirst(new ClassifierFixture(), "input[:, 7]", "input[:, 7] reaches an output", On("0:7, 8, 9"));

    [Fact]
    public void Names_a_declared_feature_that_is_dropped() =>
        FailsNamingFirst(new DroppedFeature(), "input[:, 9]", "drops or overwrites input[:, 9]", On("0:10"));

    [Fact]
    public void Names_the_tokens_that_are_not_declared() =>
        FailsNamingFirst(new SequenceModels.OnTokens(() => new LateTokensOnly()), "input[:, 4]", "input[:, 4] reaches an output", On("5:"));

    [Fact]
    public void Names_the_input_that_is_not_declared() =>
        FailsNamingFirst(new TwoInputs(CallStyle.Forward, usesSecond: true), "input 1", "input 1 reaches an output", On("input 0"));

    [Fact]
    public void Names_the_declared_input_that_is_not_read() =>
        FailsNamingFirst(new TwoInputs(CallStyle.Call, usesSecond: false), "input 1", "drops or overwrites input 1", On("input 0; input 1"));

    [Fact]
    public void Names_a_channel_that_is_not_declared() =>
        FailsNamingFirst(new MixedSamples.OnImages(() => new FirstChannelsOnly()), "input[:, 1]", check: On("0"));

    [Theory]
    [InlineData("")]
    [InlineData("0-3")]
    [InlineData("3:0")]
    [InlineData("features")]
    [InlineData("input[0:3, 1:2]")]
    [InlineData("0:11")]
    [InlineData("10:")]
    [InlineData("input 1")]
    [InlineData("input[0:3]")]
    [InlineData("input[:, :, 0]")]
    public void A_part_that_there_is_not_is_named_with_the_remedy(string dependsOn)
    {
        var verdict = Judge.With(On(dependsOn), new Evidence(new ClassifierFixture()));
        Assert.Equal(Outcome.Fails, verdict.Outcome);
        Assert.StartsWith($"DependsOn is \"{dependsOn}\": ", verdict.Headline, StringComparison.Ordinal);
        Assert.Contains("input[:, 0:3]", verdict.Change, StringComparison.Ordinal);
    }

    private static InputMattersAttribute On(string parts) => new() { DependsOn = parts };

    /// <summary>Adds its two inputs [N, 6], or leaves the second out.</summary>
    private sealed class TwoInputs(CallStyle style, bool usesSecond) : ModelRecipes<Module<Tensor, Tensor, Tensor>>
    {
        public override Module<Tensor, Tensor, Tensor> CreateModel() => new Sum(style, usesSecond);

        public override ModelData CreateData() => ModelData.From([new Batch([randn(32, 6), randn(32, 6)], [arange(32).remainder(3)])]);
    }

    private sealed class Sum : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear hidden = Linear(6, 16);
        private readonly Linear head = Linear(16, 3);
        private readonly CallStyle style;
        private readonly bool usesSecond;

        public Sum(CallStyle style, bool usesSecond)
            : base(nameof(Sum))
        {
            (this.style, this.usesSecond) = (style, usesSecond);
            RegisterComponents();
        }

        public override Tensor forward(Tensor first, Tensor second)
        {
            var input = usesSecond ? first + second : first;
            return style == CallStyle.Call ? head.call(hidden.call(input).tanh()) : head.forward(hidden.forward(input).tanh());
        }
    }

    private sealed class BatchNormalised : Classifier
    {
        private readonly BatchNorm1d norm = BatchNorm1d(10);

        public override Tensor forward(Tensor input) => base.forward(functional.pad(norm.call(input).narrow(1, 0, 9), [0, 1]));
    }

    private sealed class DroppedFeature() : FaultyRecipes.Around(() => new NineFeatures());

    private sealed class NineFeatures : Classifier
    {
        public override Tensor forward(Tensor input) => base.forward(functional.pad(input.narrow(1, 0, 9), [0, 1]));
    }

    private sealed class Normalised : Classifier
    {
        public override Tensor forward(Tensor input) => base.forward(functional.layer_norm(input, [10]));
    }

    private sealed class ZeroHead : Classifier
    {
        public ZeroHead() => init.zeros_(Third.weight!);
    }

    private sealed class ReadInTraining : Classifier
    {
        public override Tensor forward(Tensor input) => training ? base.forward(input) : base.forward(functional.pad(input.narrow(1, 0, 9), [0, 1]));
    }

    private sealed class Rectified : Classifier
    {
        public override Tensor forward(Tensor input) => base.forward(functional.relu(input - 1));
    }

    private sealed class ConstantFeature : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new NineFeatures();

        public override ModelData CreateData()
        {
            var inputs = randn(32, 10);
            inputs.select(1, 9).fill_(1);
            return ModelData.From(inputs, arange(32).remainder(4));
        }
    }

    private sealed class FirstChannelsOnly : MixedSamples.Convolutional
    {
        public override Tensor forward(Tensor images) => base.forward(functional.pad(images.narrow(1, 0, 2), [0, 0, 0, 0, 0, 1]));
    }

    private sealed class LateTokensOnly : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(SequenceModels.Vocabulary, 16);
        private readonly Linear head = Linear(16, SequenceModels.Vocabulary);

        public LateTokensOnly()
            : base(nameof(LateTokensOnly)) => RegisterComponents();

        public override Tensor forward(Tensor tokens) =>
            head.call(embedding.call(tokens.narrow(1, 4, 4)).mean([1], keepdim: true)).expand(-1, tokens.shape[1], -1);
    }

    /// <summary>Attention without a mask, with positions that begin as zero or none; per step, or pooled and repeated for each step.</summary>
    private sealed class Encoder : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(SequenceModels.Vocabulary, 16);
        private readonly Embedding places = Embedding(SequenceModels.Length, 16);
        private readonly SequenceModels.Attention attention = new(diagonal: SequenceModels.Length, byForward: false);
        private readonly Linear head = Linear(16, SequenceModels.Vocabulary);
        private readonly bool positions;
        private readonly bool pooled;

        public Encoder(bool positions, bool pooled)
            : base(nameof(Encoder))
        {
            (this.positions, this.pooled) = (positions, pooled);
            init.zeros_(places.weight!);
            RegisterComponents();
        }

        public override Tensor forward(Tensor tokens)
        {
            var states = embedding.call(tokens);
            if (positions)
                states = states + places.call(arange(tokens.shape[1]));
            states = states + attention.call(states);
            return head.call(pooled ? states.mean([1], keepdim: true).expand(-1, tokens.shape[1], -1) : states);
        }
    }

    /// <summary>Windows of three steps, every other one: of eight steps the last fills no window.</summary>
    private sealed class Strided : Module<Tensor, Tensor>
    {
        private readonly Conv1d conv = Conv1d(SequenceModels.Features, 8, 3, stride: 2);
        private readonly Linear head = Linear(8, 2);

        public Strided()
            : base(nameof(Strided)) => RegisterComponents();

        public override Tensor forward(Tensor sequences) => head.call(conv.call(sequences.transpose(1, 2)).mean([2], keepdim: true).transpose(1, 2));
    }
}
