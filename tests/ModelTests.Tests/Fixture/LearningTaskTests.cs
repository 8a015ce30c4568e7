using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class LearningTaskTests : OneThread
{
    [Fact]
    public void Classification_is_cross_entropy_and_accuracy_and_leaves_ignored_targets_out()
    {
        using var scope = NewDisposeScope();
        var task = new LearningTask.Classification(2);
        var batch = new Batch(zeros(4, 1), tensor(new long[] { 0, 1, 1, -100 }));
        var logits = tensor(new float[,] { { 2, 0 }, { 2, 0 }, { 0, 2 }, { 0, 2 } });

        // Two of three are right: -ln σ(2) each; the third costs -ln σ(-2).
        Assert.Equal(((2 * Math.Log(1 + Math.Exp(-2))) + Math.Log(1 + Math.Exp(2))) / 3, task.Loss(logits, batch).ToDouble(), 1e-6);
        Assert.Equal([new("accuracy", 2.0 / 3)], task.Metrics(logits, batch));
    }

    [Fact]
    public void Classes_can_have_names_one_each()
    {
        Assert.Equal(["class 0", "class 1"], new LearningTask.Classification(2).ClassNames);
        Assert.Equal(["cat", "dog"], new LearningTask.Classification(2) { Names = ["cat", "dog"] }.ClassNames);
        var exception = Assert.Throws<ArgumentException>("Names", () => new LearningTask.Classification(3) { Names = ["cat", "dog"] });
        Assert.Contains("3 classes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Binary_classification_is_binary_cross_entropy_and_accuracy()
    {
        using var scope = NewDisposeScope();
        var task = new LearningTask.BinaryClassification();
        var batch = new Batch(zeros(2, 1), tensor(new float[,] { { 1 }, { 0 } }));
        var logits = tensor(new float[,] { { 3 }, { 1 } });

        Assert.Equal((Math.Log(1 + Math.Exp(-3)) + Math.Log(1 + Math.Exp(1))) / 2, task.Loss(logits, batch).ToDouble(), 1e-6);
        Assert.Equal([new("accuracy", 0.5)], task.Metrics(logits, batch));
        Assert.Throws<InvalidOperationException>(() => task.Loss(logits.squeeze(1), batch));
    }

    [Fact]
    public void Regression_is_mean_squared_error_and_the_mean_r_squared_of_the_targets_that_vary()
    {
        using var scope = NewDisposeScope();
        var task = new LearningTask.Regression(3);
        var batch = new Batch(zeros(2, 1), tensor(new float[,] { { 0, 5, 1 }, { 2, 5, 9 } }));
        var output = tensor(new float[,] { { 1, 5, 1 }, { 1, 5, 9 } });

        Assert.Equal(2.0 / 6, task.Loss(output, batch).ToDouble(), 1e-6);
        Assert.Equal([new("R²", 0.5)], task.Metrics(output, batch));
    }

    [Fact]
    public void R_squared_is_computed_for_each_column_and_then_averaged()
    {
        using var scope = NewDisposeScope();
        var batch = new Batch(zeros(3, 1), tensor(new float[,] { { 0, -300 }, { 2, 0 }, { 4, 300 } }));
        // The first column is right, the second one its mean: sums over all values would give about 0.
        var output = tensor(new float[,] { { 0, 0 }, { 2, 0 }, { 4, 0 } });

        Assert.Equal([new("R²", 0.5)], new LearningTask.Regression(2).Metrics(output, batch));
    }

    [Fact]
    public void Counts_have_a_poisson_likelihood_and_a_share_of_the_deviance()
    {
        using var scope = NewDisposeScope();
        var task = new LearningTask.Counts();
        var batch = new Batch(zeros(3, 1), tensor(new float[,] { { 0 }, { 1 }, { 5 } }));
        var constant = full([3, 1], (float)Math.Log(2));
        var perfect = tensor(new float[,] { { -30 }, { 0 }, { (float)Math.Log(5) } });

        Assert.Equal(2 - (2 * Math.Log(2)), task.Loss(constant, batch).ToDouble(), 1e-6);
        Assert.Equal(0, task.Metrics(constant, batch)[0].Value, 1e-6);
        Assert.Equal(1, task.Metrics(perfect, batch)[0].Value, 1e-6);
    }

    [Fact]
    public void A_fixture_without_a_loss_of_its_own_takes_loss_and_metrics_from_its_datas_task()
    {
        using var scope = NewDisposeScope();
        var batch = new Batch(ones(2, 1), tensor(new float[,] { { 3 }, { 5 } })) { Task = new LearningTask.Counts() };
        ModelOutput output = zeros(2, 1);

        Assert.Equal(1, new Bare().Loss(output, batch).ToDouble(), 1e-6);
        Assert.Equal("D²", Assert.Single(new Bare().Metrics(output, batch)).Name);
        Assert.Equal(17, new Bare().Loss(output, new Batch(batch.Inputs, batch.Targets)).ToDouble(), 1e-6);
        Assert.Empty(new Bare().Metrics(output, new Batch(batch.Inputs, batch.Targets)));
    }

    [Fact]
    public void A_loss_in_the_fixture_wins_over_the_task()
    {
        using var scope = NewDisposeScope();
        var batch = new Batch(ones(2, 1), ones(2, 1)) { Task = new LearningTask.Counts() };
        Assert.Equal(42, new WithLoss().Loss((ModelOutput)zeros(2, 1), batch).ToDouble());
    }

    [Fact]
    public void Batches_of_real_data_get_the_task_that_it_names()
    {
        using var scope = NewDisposeScope();
        var data = ModelData.From(ones(4, 1), ones(4, 1), batchSize: 2, task: new LearningTask.Counts());
        using var subject = new Subject(new WithData(data), seed: 1);
        Assert.All(subject.Batches(2), batch => Assert.Equal(new LearningTask.Counts(), batch.Task));
    }

    private class Bare : ModelRecipes<Linear>
    {
        public override Linear CreateModel() => nn.Linear(1, 1);

        public override ModelData CreateData() => throw new NotSupportedException("no test reads data");
    }

    private sealed class WithLoss : Bare
    {
        public override Tensor Loss(Tensor output, Tensor target) => tensor(42.0);
    }

    private sealed class WithData(ModelData data) : Bare
    {
        public override ModelData CreateData() => data;
    }
}
