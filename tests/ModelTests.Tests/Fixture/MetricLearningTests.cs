using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class MetricLearningTests : OneThread
{
    [Fact]
    public void Pairs_cost_the_contrastive_loss_and_are_ranked_by_their_distance()
    {
        using var scope = NewDisposeScope();
        var task = new LearningTask.Pairs(Margin: 2);
        var batch = new Batch([zeros(4, 1), zeros(4, 1)], [tensor(new float[] { 1, 1, 0, 0 })]);
        var output = new ModelOutput(zeros(4, 2), tensor(new float[,] { { 0.6f, 0.8f }, { 0, 0 }, { 0, 0.5f }, { 3, 4 } }));

        // Distances 1, 0, 0.5 and 5: (1² + 0² + (2 - 0.5)² + 0²) / 2 / 4.
        Assert.Equal((1 + 2.25) / 8, task.Loss(output, batch).item<float>(), 1e-5);
        // Of the four comparisons the nearer is the same pair in three; 1 against 0.5 is wrong.
        Assert.Equal([new("ROC AUC", 0.75)], task.Metrics(output, batch));
    }

    [Fact]
    public void The_contrastive_loss_has_a_gradient_where_two_embeddings_are_one()
    {
        using var scope = NewDisposeScope();
        var embedding = zeros(1, 3, requires_grad: true);
        new LearningTask.Pairs().Loss((embedding, embedding.detach()), new Batch([zeros(1, 1), zeros(1, 1)], [zeros(1)])).backward();
        Assert.True(isfinite(embedding.grad!).all().item<bool>());
    }

    [Fact]
    public void Triplets_cost_what_the_positive_is_too_far_and_are_counted_in_order()
    {
        using var scope = NewDisposeScope();
        var task = new LearningTask.Triplets(Margin: 1);
        var batch = new Batch([zeros(3, 1), zeros(3, 1), zeros(3, 1)], []);
        var output = new ModelOutput(zeros(3, 1), tensor(new float[,] { { 1 }, { 2 }, { 0.5f } }), tensor(new float[,] { { 4 }, { 0 }, { 1 } }));

        // max(0, 1 - 4 + 1), max(0, 2 - 0 + 1), max(0, 0.5 - 1 + 1)
        Assert.Equal((0 + 3 + 0.5) / 3, task.Loss(output, batch).item<float>(), 1e-5);
        Assert.Equal([new("triplet accuracy", 2.0 / 3)], task.Metrics(output, batch));
    }

    [Fact]
    public void Embeddings_of_different_shapes_are_refused()
    {
        using var scope = NewDisposeScope();
        var batch = new Batch([zeros(4, 1), zeros(4, 1)], [zeros(4)]);
        Assert.Throws<InvalidOperationException>(() => new LearningTask.Pairs().Loss((zeros(4, 2), zeros(4, 1)), batch));
        Assert.Throws<InvalidOperationException>(() => new LearningTask.Pairs().Loss(zeros(4, 2), batch));
        Assert.Throws<InvalidOperationException>(() => new LearningTask.Triplets().Loss((zeros(4, 2), zeros(4, 2)), batch));
    }

    [Theory]
    [InlineData(new double[] { 3, 2, 1, 0 }, new double[] { 1, 1, 0, 0 }, 1)]
    [InlineData(new double[] { 0, 1, 2, 3 }, new double[] { 1, 1, 0, 0 }, 0)]
    [InlineData(new double[] { 1, 1, 1, 1 }, new double[] { 1, 0, 1, 0 }, 0.5)]
    [InlineData(new double[] { 3, 2, 2, 0 }, new double[] { 1, 1, 0, 0 }, 0.875)]
    [InlineData(new double[] { 1, 2 }, new double[] { 1, 1 }, double.NaN)]
    public void The_area_under_the_curve_is_the_share_of_pairs_in_order_ties_counting_half(double[] scores, double[] labels, double area)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(new Metric("ROC AUC", area), RocAuc.Of(tensor(scores), tensor(labels)));
    }
}
