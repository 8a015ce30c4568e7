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

    [Fact]
    public void A_slow_learning_rate_is_said_and_no_fault()
    {
        var verdict = Judge.With(Check, new Evidence(new SlowRate()));
        Assert.Equal(Outcome.Holds, verdict.Outcome);
        Assert.Contains("it takes more steps", verdict.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_layers_before_a_detach() => FailsNamingFirst(new DetachedNarrow(), "first.weight", "no gradient reaches first.weight");

    [Fact]
    public void Names_the_layer_whose_output_does_not_depend_on_the_input() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.ZeroedInput()), "First.weight");

    [Fact]
    public void Names_the_last_layer_for_a_softmax_before_cross_entropy() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.SoftmaxOutput()), "Third", "keeps the output within bounds");

    [Fact]
    public void Names_the_last_layer_for_a_softmax_over_the_batch() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.SoftmaxOverBatch()), "Third", "keeps the output within bounds");

    [Fact]
    public void Names_the_activation_that_clips_signed_targets() => FailsNamingFirst(new FaultyRecipes.ClippedOutput(), "clip", "keeps the output within bounds");

    [Fact]
    public void Names_the_weights_whose_units_are_all_equal() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.EqualWeights()), "First.weight", "stay one unit");

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
    public void A_constant_predictor_does_not_pass() => FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.DropsEverything()), "First.weight");

    [Fact]
    public void Noise_that_the_model_is_to_predict_is_not_free_to_choose() => Holds(new PredictsNoise());

    [Fact]
    public void Unit_vectors_are_compared_with_what_unit_vectors_can_reach() => Holds(new UnitVectors());

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
    public void Targets_that_are_all_the_same_cannot_tell()
    {
        var verdict = Judge.With(Check, new Evidence(new SameTargets()));
        Assert.Equal(Outcome.CouldNotTell, verdict.Outcome);
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
    private sealed class UnitVectors : ClassifierFixture
    {
        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch) =>
            (Embed(model, batch.Input), Embed(model, batch.Input + (randn_like(batch.Input) * 0.1)));

        public override Tensor Loss(ModelOutput output, Batch batch) =>
            functional.cross_entropy(output.Tensors[0].matmul(output.Tensors[1].t()) / 0.5, arange(batch.Size));

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
}
