using ModelTests.Models;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class OverfitsSingleBatchTests : CheckTests<OverfitsSingleBatchAttribute>
{
    private protected override IRecipes ShownInDocs => new FaultyRecipes.BroadcastingLoss();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_a_healthy_regressor() => Holds(new RegressorFixture());

    [Fact]
    public void Label_smoothing_whose_loss_has_a_floor_is_no_fault() => Holds(new LabelSmoothing());

    [Fact]
    public void Strong_dropout_is_no_fault() => Holds(new StrongDropout());

    [Fact]
    public void Binary_cross_entropy_on_probabilities_is_no_fault() => Holds(new Probabilities());

    [Fact]
    public void Log_probabilities_are_no_fault() => Holds(new LogProbabilities());

    [Theory]
    [InlineData(CallStyle.Call)]
    [InlineData(CallStyle.Forward)]
    public void Names_the_softmax_module_before_cross_entropy(CallStyle style) =>
        FailsNamingFirst(new EndsIn(style, "soft", Softmax(1)), "soft", "keeps the output within bounds", seeds: FewSeeds);

    [Theory]
    [InlineData(CallStyle.Call)]
    [InlineData(CallStyle.Forward)]
    public void Names_dropout_of_nearly_everything(CallStyle style) => FailsNamingFirst(new EndsIn(style, "drop", Dropout(0.99)), "drop", "drops nearly everything", seeds: FewSeeds);

    [Fact]
    public void Names_a_weight_decay_that_outweighs_the_loss() => FailsNamingFirst(new Decaying(), "weight decay", "shrinks the weights", seeds: FewSeeds);

    [Fact]
    public void A_slow_learning_rate_is_said_and_no_fault()
    {
        var verdict = Judge.With(Check, new Evidence(new SlowRate()));
        Assert.Equal(Outcome.Holds, verdict.Outcome);
        Assert.Contains("it takes more steps", verdict.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_layers_before_a_detach() => FailsNamingFirst(new DetachedNarrow(), "first.weight", "no gradient reaches first.weight", seeds: FewSeeds);

    [Fact]
    public void Names_the_layer_whose_output_does_not_depend_on_the_input() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.ZeroedInput()), "First.weight", seeds: FewSeeds);

    [Fact]
    public void Names_the_last_layer_for_a_softmax_before_cross_entropy() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.SoftmaxOutput()), "Third", "keeps the output within bounds");

    [Fact]
    public void Names_the_last_layer_for_a_softmax_over_the_batch() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.SoftmaxOverBatch()), "Third", "keeps the output within bounds", seeds: FewSeeds);

    [Fact]
    public void Names_the_activation_that_clips_signed_targets() => FailsNamingFirst(new FaultyRecipes.ClippedOutput(), "clip", "keeps the output within bounds");

    [Fact]
    public void Names_the_weights_whose_units_are_all_equal() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.EqualWeights()), "First.weight", "stay one unit", seeds: FewSeeds);

    [Fact]
    public void Names_a_learning_rate_that_is_too_high() => FailsNamingFirst(new FaultyRecipes.HugeLearningRate(), "learning rate", "is too high");

    [Fact]
    public void Names_a_loss_that_broadcasts() => FailsNamingFirst(new FaultyRecipes.BroadcastingLoss(), "Loss", "broadcast");

    [Fact]
    public void Small_gradients_of_branches_that_begin_nearly_at_zero_are_no_obstacle()
    {
        foreach (var seed in Seeds)
            Assert.DoesNotContain(LearningObstacle.In(new Evidence(new ScaledBranch(), seed)), obstacle => obstacle.Cause.Contains("vanishes", StringComparison.Ordinal));
    }

    [Fact]
    public void A_rate_at_which_nothing_moves_is_not_followed_to_the_end()
    {
        var run = new Evidence(new FaultyRecipes.ZeroLearningRate(), 0).SingleBatch;
        Assert.True(run.StepsTaken < SingleBatchRun.Steps, $"{run.StepsTaken} steps");
    }

    [Fact]
    public void A_constant_predictor_does_not_pass() => FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.DropsEverything()), "First.weight", seeds: FewSeeds);

    [Fact]
    public void Noise_that_the_model_is_to_predict_is_not_free_to_choose() => Holds(new PredictsNoise());

    [Fact]
    public void Unit_vectors_are_compared_with_what_unit_vectors_can_reach() => Holds(new UnitVectors(0.5));

    [Theory]
    [InlineData(2, CallStyle.Call)]
    [InlineData(2, CallStyle.Forward)]
    [InlineData(3, CallStyle.Call)]
    [InlineData(3, CallStyle.Forward)]
    public void Texts_that_begin_alike_and_go_on_differently_are_no_fault(int vocabulary, CallStyle style) => Holds(new FewTokens(vocabulary, style, flat: false), seeds: FewSeeds);

    [Fact]
    public void Nor_are_they_where_samples_and_steps_share_one_dimension() => Holds(new FewTokens(2, CallStyle.Call, flat: true), seeds: FewSeeds);

    [Theory]
    [InlineData(CallStyle.Call)]
    [InlineData(CallStyle.Forward)]
    public void Texts_of_the_same_words_are_no_fault_of_a_model_that_counts_words(CallStyle style) => Holds(new BagOfWords(style));

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Unit_vectors_at_a_high_temperature_are_no_fault(double temperature) => Holds(new UnitVectors(temperature), seeds: FewSeeds);

    [Fact]
    public void Two_views_of_unit_length_in_one_output_are_no_fault() => Holds(new JoinedViews());

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.3)]
    public void A_matrix_of_cosines_cannot_tell(double temperature) => Answers(new Cosines(temperature), Outcome.CouldNotTell, "compare the samples of the batch with each other", seeds: FewSeeds);

    [Fact]
    public void A_matrix_of_cosines_behind_a_detach_is_a_fault_all_the_same() => FailsNamingFirst(new Cosines(1, detached: true), "First.weight", seeds: FewSeeds);

    [Fact]
    public void A_linear_model_that_learns_what_it_can_cannot_tell() => CannotTell(new LinearRegression(), "linear in its input");

    [Fact]
    public void A_target_that_moves_with_the_model_cannot_tell() => CannotTell(new FollowsItself(), "they moved in training");

    [Fact]
    public void A_loss_without_a_lowest_value_does_not_apply()
    {
        var verdict = Judge.With(Check, new Evidence(new NegatedLoss()));
        Assert.Equal(Outcome.DoesNotApply, verdict.Outcome);
        Assert.Contains("no lowest value", verdict.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void A_likelihood_with_a_free_spread_has_no_lowest_value() => Answers(new FreeSpread(), Outcome.DoesNotApply, "no lowest value");

    [Fact]
    public void A_likelihood_whose_spread_has_a_least_value_has_a_floor() => Holds(new FreeSpread(least: 0.2));

    [Fact]
    public void A_loss_without_targets_that_equal_outputs_satisfy_cannot_tell() => CannotTell(new Triplets(), "the batch has no targets");

    [Fact]
    public void Targets_that_are_all_the_same_cannot_tell()
    {
        var verdict = Judge.With(Check, new Evidence(new SameTargets()));
        Assert.Equal(Outcome.CouldNotTell, verdict.Outcome);
    }

    /// <summary>The negative logarithm of a Gaussian's density, whose mean and spread are the outputs.</summary>
    private sealed class FreeSpread(double least = 0) : FaultyRecipes.Around(() => Sequential(Linear(10, 32), Tanh(), Linear(32, 2)))
    {
        public override ModelData CreateData()
        {
            var inputs = randn(64, 10);
            return ModelData.From(inputs, inputs.select(1, 0) + (randn(64) * 0.3));
        }

        public override Tensor Loss(Tensor output, Tensor target)
        {
            var spread = output.select(1, 1).exp() + least;
            return (((target - output.select(1, 0)) / spread).square() / 2 + spread.log()).mean();
        }
    }

    /// <summary>Three views of each sample in one output; the first two are to be closer than the first and the last.</summary>
    private sealed class Triplets() : FaultyRecipes.Around(() => Sequential(Flatten(), Linear(30, 32), ReLU(), Linear(32, 24)))
    {
        public override ModelData CreateData() => ModelData.From([new Batch([randn(64, 3, 10)], [])]);

        public override Tensor Loss(ModelOutput output, Batch batch)
        {
            var views = output.Tensor.reshape(-1, 3, 8);
            var (anchor, positive, negative) = (views.select(1, 0), views.select(1, 1), views.select(1, 2));
            return ((anchor - positive).square().sum(1) - (anchor - negative).square().sum(1) + 1).clamp_min(0).mean();
        }
    }

    /// <summary>The second layer is a branch that is multiplied by a millionth at first.</summary>
    private sealed class ScaledBranch : FaultyRecipes.Around
    {
        public ScaledBranch()
            : base(() => new Branched())
        {
        }

        private sealed class Branched : Classifier
        {
            private readonly TorchSharp.Modules.Parameter scale = Parameter(full(32, 1e-6));

            public Branched() => RegisterComponents();

            protected override Tensor Hidden(Tensor input)
            {
                var first = functional.relu(First.call(input));
                return first + (functional.relu(Second.call(first)) * scale);
            }
        }
    }

    private sealed class Decaying : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: 0.01, weight_decay: 100);
    }

    /// <summary>A layer without parameters at the end.</summary>
    private sealed class EndsIn(CallStyle style, string name, Module<Tensor, Tensor> end) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new Ending(style, name, end);

        private sealed class Ending : Classifier
        {
            private readonly CallStyle style;
            private readonly Module<Tensor, Tensor> end;

            public Ending(CallStyle style, string name, Module<Tensor, Tensor> end)
            {
                (this.style, this.end) = (style, end);
                register_module(name, end);
            }

            public override Tensor forward(Tensor input) => style == CallStyle.Call
                ? end.call(base.forward(input))
                : end.forward(Third.forward(functional.relu(Second.forward(functional.relu(First.forward(input))))));
        }
    }

    private sealed class LabelSmoothing : ClassifierFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target, label_smoothing: 0.2);
    }

    private sealed class StrongDropout : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() =>
            Sequential(("first", Linear(10, 64)), ("activation", ReLU()), ("dropout", Dropout(0.5)), ("last", Linear(64, 4)));
    }

    private sealed class Probabilities : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => Sequential(("net", base.CreateModel()), ("sigmoid", Sigmoid()));

        public override Tensor Loss(Tensor output, Tensor target) => functional.binary_cross_entropy(output, functional.one_hot(target, 4).to(float32));
    }

    private sealed class LogProbabilities : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => Sequential(("net", base.CreateModel()), ("log_softmax", LogSoftmax(1)));

        public override Tensor Loss(Tensor output, Tensor target) => functional.nll_loss(output, target);
    }

    private sealed class SlowRate : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: 1e-5);
    }

    /// <summary>Two hidden units before the cut are too few to memorise through a random projection.</summary>
    private sealed class DetachedNarrow : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new Narrow();

        private sealed class Narrow : Module<Tensor, Tensor>
        {
            private readonly TorchSharp.Modules.Linear first = Linear(10, 2);
            private readonly TorchSharp.Modules.Linear last = Linear(2, 4);

            public Narrow()
                : base(nameof(Narrow)) => RegisterComponents();

            public override Tensor forward(Tensor input) => last.call(functional.relu(first.call(input)).detach());
        }
    }

    private sealed class NegatedLoss : RegressorFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => -functional.mse_loss(output, target);
    }

    private sealed class SameTargets : ClassifierFixture
    {
        public override ModelData CreateData() => ModelData.From(randn(64, 10), zeros(64, int64));
    }

    private void CannotTell(IRecipes fixture, string says)
    {
        var verdict = Judge.With(Check, new Evidence(fixture));
        Assert.Equal(Outcome.CouldNotTell, verdict.Outcome);
        Assert.Contains(says, verdict.Headline, StringComparison.Ordinal);
    }

    /// <summary>The noise is drawn in the forward call and comes back beside the prediction, as in diffusion models.</summary>
    private sealed class PredictsNoise : RegressorFixture
    {
        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch)
        {
            var noise = randn(batch.Size, 1);
            return (model.call(batch.Input + noise), noise);
        }

        public override Tensor Loss(ModelOutput output, Batch batch) => functional.mse_loss(output.Tensors[0], output.Tensors[1]);
    }

    /// <summary>At this temperature no unit vectors bring the loss below 1.</summary>
    private sealed class UnitVectors(double temperature) : ClassifierFixture
    {
        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch) =>
            (Embed(model, batch.Input), Embed(model, batch.Input + (randn_like(batch.Input) * 0.1)));

        public override Tensor Loss(ModelOutput output, Batch batch) =>
            functional.cross_entropy(output.Tensors[0].matmul(output.Tensors[1].t()) / temperature, arange(batch.Size));

        private static Tensor Embed(Module<Tensor, Tensor> model, Tensor input) => functional.normalize(model.call(input), dim: 1);
    }

    private sealed class LinearRegression : ModelRecipes<Module<Tensor, Tensor>>
    {
        public override Module<Tensor, Tensor> CreateModel() => Linear(2, 1);

        public override ModelData CreateData()
        {
            var input = randn(64, 2);
            return ModelData.From(input, input.sum(1, keepdim: true) + (randn(64, 1) * 2));
        }

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.SGD(model.parameters(), learningRate: 0.1);
    }

    /// <summary>What the output is compared with runs away from it.</summary>
    private sealed class FollowsItself : RegressorFixture
    {
        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch)
        {
            var output = model.call(batch.Input);
            return (output, (output * 2).detach() + batch.Target);
        }

        public override Tensor Loss(ModelOutput output, Batch batch) => functional.mse_loss(output.Tensors[0], output.Tensors[1]);
    }

    /// <summary>Random tokens: of the first ones, nobody can say what follows.</summary>
    private sealed class FewTokens(int vocabulary, CallStyle style, bool flat) : ModelRecipes<Module<Tensor, Tensor>>
    {
        private const int Length = 16;

        public override Module<Tensor, Tensor> CreateModel() => new Causal(vocabulary, style, flat);

        public override ModelData CreateData()
        {
            var tokens = randint(0, vocabulary, [64, Length + 1]);
            return ModelData.From(tokens.narrow(1, 0, Length), tokens.narrow(1, 1, Length));
        }

        public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(flat ? output : output.flatten(0, 1), target.flatten());

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: 0.005);

        /// <summary>A recurrent language model.</summary>
        private sealed class Causal : Module<Tensor, Tensor>
        {
            private readonly TorchSharp.Modules.Embedding embedding;
            private readonly TorchSharp.Modules.GRU recurrent = GRU(16, 64, batchFirst: true);
            private readonly TorchSharp.Modules.Linear head;
            private readonly CallStyle style;
            private readonly bool flat;

            public Causal(int vocabulary, CallStyle style, bool flat)
                : base(nameof(Causal))
            {
                (this.style, this.flat) = (style, flat);
                embedding = Embedding(vocabulary, 16);
                head = Linear(64, vocabulary);
                RegisterComponents();
            }

            public override Tensor forward(Tensor tokens)
            {
                var logits = style == CallStyle.Call
                    ? head.call(recurrent.call(embedding.call(tokens)).Item1)
                    : head.forward(recurrent.forward(embedding.forward(tokens)).Item1);
                return flat ? logits.flatten(0, 1) : logits;
            }
        }
    }

    /// <summary>Four tokens of two words: some samples have the same words in another order, and another label.</summary>
    private sealed class BagOfWords(CallStyle style) : ModelRecipes<Module<Tensor, Tensor>>
    {
        public override Module<Tensor, Tensor> CreateModel() => new Counting(style);

        public override ModelData CreateData() =>
            ModelData.From(randint(0, 3, [64, 4]), randint(0, 2, [64]));

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: 0.01);

        private sealed class Counting : Module<Tensor, Tensor>
        {
            private readonly TorchSharp.Modules.Embedding embedding = Embedding(3, 16);
            private readonly TorchSharp.Modules.Linear hidden = Linear(16, 64);
            private readonly TorchSharp.Modules.Linear head = Linear(64, 2);
            private readonly CallStyle style;

            public Counting(CallStyle style)
                : base(nameof(Counting))
            {
                this.style = style;
                RegisterComponents();
            }

            public override Tensor forward(Tensor tokens) => style == CallStyle.Call
                ? head.call(functional.relu(hidden.call(embedding.call(tokens).mean([1]))))
                : head.forward(functional.relu(hidden.forward(embedding.forward(tokens).mean([1]))));
        }
    }

    /// <summary>Both views of all samples [2N, D], as SimCLR has them (Chen et al. 2020).</summary>
    private sealed class JoinedViews : ClassifierFixture
    {
        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch) =>
            functional.normalize(model.call(cat([batch.Input, batch.Input + (randn_like(batch.Input) * 0.1)], 0)), dim: 1);

        public override Tensor Loss(ModelOutput output, Batch batch)
        {
            var (count, itself) = (output.Tensor.shape[0], eye(output.Tensor.shape[0]) * 1e4);
            return functional.cross_entropy((output.Tensor.matmul(output.Tensor.t()) / 0.5) - itself, (arange(count) + (count / 2)).remainder(count));
        }
    }

    /// <summary>The model's fixture returns the similarities: each is between -1 and 1, divided by the temperature.</summary>
    private sealed class Cosines(double temperature, bool detached = false) : ClassifierFixture
    {
        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch)
        {
            var first = functional.normalize(model.call(batch.Input), dim: 1);
            var second = functional.normalize(model.call(batch.Input + (randn_like(batch.Input) * 0.1)), dim: 1);
            var similarities = first.matmul(second.t()) / temperature;
            return detached ? similarities.detach() + (((Classifier)model).parameters().Last().sum() * 1e-3) : similarities;
        }

        public override Tensor Loss(ModelOutput output, Batch batch) => functional.cross_entropy(output.Tensor, arange(batch.Size));
    }
}
