using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class FindsCulpritTests : CheckTests<FindsCulpritAttribute>
{
    private protected override IRecipes ShownInDocs => new FaultyRecipes.UnconnectedLayer();

    [Fact]
    public void Holds_for_a_classifier() => Holds(new Learnable());

    [Fact]
    public void Holds_for_a_model_that_sees_no_later_token() => Holds(new SequenceModels.OnTokens(() => new SequenceModels.Tokens()), seeds: FewSeeds);

    [Fact]
    public void A_layer_without_connection_is_of_the_model() => FailsNamingFirst(new FaultyRecipes.UnconnectedLayer(), "side", "forward() does not use it");

    [Fact]
    public void A_loss_with_the_wrong_sign_is_of_the_loss() =>
        Blames(new Losses.OfClasses((output, target) => -functional.cross_entropy(output, target)), "loss", "Loss");

    [Fact]
    public void An_optimizer_of_another_model_is_of_the_training_step() => Blames(new FaultyRecipes.OptimizerOfAnotherModel(), "training step", "optimizer");

    [Fact]
    public void A_number_that_is_none_in_the_inputs_is_of_the_data() => Blames(new FaultyRecipes.NotANumberInData(), "data", "the input");

    [Fact]
    public void A_model_that_sees_its_answers_need_not_be_declared_causal() =>
        Blames(new SequenceModels.OnTokens(() => new SequenceModels.Tokens(diagonal: 2)), "model", "attention");

    [Fact]
    public void Says_which_exchanged_part_cures_it()
    {
        var verdict = Judge.With<FindsCulpritAttribute>(new FaultyRecipes.ZeroLearningRate(), 0);
        Assert.StartsWith("training step: ", verdict.Headline, StringComparison.Ordinal);
        Assert.Contains(verdict.Findings, finding => finding is { Location: "Adam and the plain training step", Text: "cures it" });
        Assert.Contains(verdict.Findings, finding => finding is { Location: "the task's plain loss instead of its own", Text: "still fails" });
    }

    [Fact]
    public void Labels_exchanged_among_the_samples_make_the_data_suspect_and_accuse_nothing() =>
        Answers(new Learnable { Data = Exchanged }, Outcome.CouldNotTell, "suspect: data", seeds: FewSeeds);

    [Fact]
    public void Data_that_another_model_learns_makes_the_model_suspect() =>
        Answers(new Learnable { Data = ExclusiveOr, Model = () => Linear(2, 2) }, Outcome.CouldNotTell, "suspect: model", seeds: FewSeeds);

    [Fact]
    public void A_fixture_that_cannot_be_used_is_named_as_such()
    {
        var verdict = Judge.With<FindsCulpritAttribute>(new Learnable { Model = () => throw new InvalidOperationException("no weights here") });
        Assert.Equal(Outcome.Fails, verdict.Outcome);
        Assert.StartsWith("fixture: CreateModel threw InvalidOperationException: no weights here", verdict.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_that_the_class_exempts_is_no_symptom() => Holds(new Sampled(), seeds: FewSeeds);

    [Theory]
    [InlineData(0, true)]
    [InlineData(-100, true)]
    [InlineData(3, false)]
    public void Targets_are_the_next_inputs_but_for_those_that_do_not_count(long ignored, bool expected)
    {
        using var scope = NewDisposeScope();
        var tokens = randint(1, 50, [8, 9], generator: new Generator(1));
        var targets = tokens.narrow(1, 1, 8).clone();
        targets[.., ..2] = ignored == 3 ? randint(1, 50, [8, 2], generator: new Generator(2)) : ignored;
        Assert.Equal(expected, NextStepTargets.In([new Batch(tokens.narrow(1, 0, 8), targets)]));
    }

    [Fact]
    public void Targets_that_repeat_the_inputs_are_not_the_next_ones()
    {
        using var scope = NewDisposeScope();
        Assert.False(NextStepTargets.In([new Batch(ones([8, 9], int64), ones([8, 9], int64))]));
    }

    private void Blames(IRecipes fixture, string stage, string location)
    {
        foreach (var seed in Seeds)
        {
            var verdict = Judge.With<FindsCulpritAttribute>(fixture, seed);
            Assert.True(verdict.Outcome == Outcome.Fails, $"seed {seed}: {verdict}");
            Assert.StartsWith($"{stage}: ", verdict.Headline, StringComparison.Ordinal);
            Assert.StartsWith(location, verdict.Findings[0].Location, StringComparison.Ordinal);
        }
    }

    private static ModelData Exchanged()
    {
        var data = Synthetic.GaussianClasses();
        return ModelData.From(data.Training.Input, data.Training.Target[randperm(data.Training.Size)], task: data.Task);
    }

    private static ModelData ExclusiveOr()
    {
        var points = (rand(512, 2) * 2) - 1;
        return ModelData.From(points, points.prod(1).gt(0).to(int64), task: new LearningTask.Classification(2));
    }

    private class Learnable : ModelRecipes<Module<Tensor, Tensor>>
    {
        public Func<Module<Tensor, Tensor>> Model { get; init; } = () => Sequential(Linear(10, 32), ReLU(), Linear(32, 4));

        public Func<ModelData> Data { get; init; } = () => Synthetic.GaussianClasses();

        public override Module<Tensor, Tensor> CreateModel() => Model();

        public override ModelData CreateData() => Data();

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: 0.01);
    }

    [Exempt("EvalIsDeterministic", "predictions are sampled")]
    private sealed class Sampled : Learnable
    {
        public override Module<Tensor, Tensor> CreateModel() => new MixedSamples.DropoutInEvaluation();
    }
}
