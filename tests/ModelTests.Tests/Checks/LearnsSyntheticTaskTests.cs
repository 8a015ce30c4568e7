using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class LearnsSyntheticTaskTests : CheckTests<LearnsSyntheticTaskAttribute>
{
    private protected override IRecipes ShownInDocs => new Untrained();

    [Fact]
    public void Holds_for_a_classifier() => Holds(new Fixture());

    [Fact]
    public void Holds_for_a_classifier_with_dropout_and_batch_normalisation() =>
        Holds(new Fixture { Model = () => Sequential(Linear(10, 32), BatchNorm1d(32), ReLU(), Dropout(0.5), Linear(32, 4)) }, seeds: FewSeeds);

    [Fact]
    public void Holds_at_a_learning_rate_that_takes_more_steps_than_are_tried() => Holds(new Fixture { Rate = 1e-5 }, seeds: FewSeeds);

    [Fact]
    public void Holds_for_a_regression_of_the_wave() => Holds(new Fixture
    {
        Data = () => Synthetic.SineRegression(samples: 256),
        Model = () => Sequential(Linear(1, 64), Tanh(), Linear(64, 64), Tanh(), Linear(64, 1)),
    }, seeds: FewSeeds);

    [Fact]
    public void Holds_for_images() => Holds(new Fixture
    {
        Data = () => Synthetic.GaussianClasses(samples: 256, shape: [1, 8, 8], separation: 6),
        Model = () => Sequential(Conv2d(1, 4, 3, padding: 1), ReLU(), Flatten(), Linear(256, 4)),
    }, seeds: FewSeeds);

    [Fact]
    public void Holds_where_little_can_be_learned_because_the_task_is_mostly_noise() => Holds(new Fixture
    {
        Data = () => Synthetic.SineRegression(samples: 512, noise: 0.7),
        Model = () => Sequential(Linear(1, 64), Tanh(), Linear(64, 64), Tanh(), Linear(64, 1)),
    }, seeds: FewSeeds);

    [Fact]
    public void The_gap_of_a_split_is_not_asked_for() => Holds(new Fixture
    {
        Data = () => Synthetic.SineRegression(split: Split.Gap()),
        Model = () => Sequential(Linear(1, 64), Tanh(), Linear(64, 64), Tanh(), Linear(64, 1)),
    }, seeds: FewSeeds);

    [Fact]
    public void Exchanged_labels_are_learned_by_heart_and_do_not_carry_over() =>
        FailsNamingFirst(new Fixture { Data = () => Exchanged(Synthetic.GaussianClasses(samples: 128)), Rate = 0.01 }, "learning rate", "nothing that carries over", seeds: FewSeeds);

    [Fact]
    public void A_linear_model_cannot_learn_exclusive_or() =>
        FailsNamingFirst(new Fixture { Data = ExclusiveOr, Model = () => Linear(2, 2) }, "learning rate", "does not fit its training samples either", seeds: FewSeeds);

    [Fact]
    public void A_model_that_is_never_trained_learns_nothing() => FailsNamingFirst(new Untrained(), "learning rate", "does not fit its training samples either");

    [Fact]
    public void A_model_that_does_not_see_its_input_learns_nothing() =>
        FailsNamingFirst(new Fixture { Model = () => new Blind() }, "learning rate", "does not fit its training samples either", seeds: FewSeeds);

    [Fact]
    public void Real_data_alone_gives_nothing_to_compare_with() => Answers(new ClassifierFixture(), Outcome.DoesNotApply, "override CreateSyntheticData");

    [Fact]
    public void Too_few_samples_do_not_tell() => Answers(new Fixture { Data = () => Synthetic.GaussianClasses(samples: 40) }, Outcome.CouldNotTell, "too few samples");

    [Fact]
    public void Says_when_the_synthetic_task_is_learned_and_the_fixtures_own_data_is_not()
    {
        foreach (var seed in FewSeeds)
        {
            var verdict = Judge.With(Check, new Evidence(new BadData(), seed));
            Assert.Equal(Outcome.Holds, verdict.Outcome);
            Assert.Contains("on the fixture's own data it does not", verdict.Headline, StringComparison.Ordinal);
        }
    }

    private static ModelData Exchanged(SyntheticData data) =>
        ModelData.From(data.Training.Input, data.Training.Target[randperm(data.Training.Size)], task: data.Task);

    private static ModelData ExclusiveOr()
    {
        var points = (rand(512, 2) * 2) - 1;
        return ModelData.From(points, points.prod(1).gt(0).to(int64), task: new LearningTask.Classification(2));
    }

    private class Fixture : ModelRecipes<Module<Tensor, Tensor>>
    {
        public Func<Module<Tensor, Tensor>> Model { get; init; } = () => Sequential(Linear(10, 32), ReLU(), Linear(32, 4));

        public Func<ModelData> Data { get; init; } = () => Synthetic.GaussianClasses();

        public double Rate { get; init; } = 0.001;

        public override Module<Tensor, Tensor> CreateModel() => Model();

        public override ModelData CreateData() => Data();

        public override ModelData CreateSyntheticData() => Data();

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: Rate);
    }

    private sealed class Untrained : Fixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch) => Loss(Forward(training.Model, batch), batch);
    }

    private sealed class BadData : Fixture
    {
        public override ModelData CreateData() => Exchanged(Synthetic.GaussianClasses());

        public override ModelData CreateSyntheticData() => Synthetic.GaussianClasses();
    }

    private sealed class Blind : Module<Tensor, Tensor>
    {
        private readonly Linear output = Linear(10, 4);

        public Blind()
            : base(nameof(Blind)) => RegisterComponents();

        public override Tensor forward(Tensor input) => output.call(input * 0);
    }
}
