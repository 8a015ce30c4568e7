using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>Tasks with a class for each token of a sequence, checked by hand.</summary>
public class TokenTaskTests : OneThread
{
    [Fact]
    public void Token_prediction_is_cross_entropy_token_accuracy_and_perplexity_without_ignored_targets()
    {
        using var scope = NewDisposeScope();
        var task = new LearningTask.TokenPrediction(2);
        // As many positions as tokens: the last dimension is that of the classes all the same.
        var batch = new Batch(zeros(2, 2), tensor(new long[,] { { 0, 1 }, { 0, -100 } }));
        var logits = tensor(new float[,,] { { { 2, 0 }, { 2, 0 } }, { { 2, 0 }, { 9, 0 } } });

        // Two of three are right: -ln σ(2) each; the third costs -ln σ(-2).
        var loss = ((2 * Math.Log(1 + Math.Exp(-2))) + Math.Log(1 + Math.Exp(2))) / 3;
        Assert.Equal(loss, task.Loss(logits, batch).ToDouble(), 1e-6);
        var metrics = task.Metrics(logits, batch);
        Assert.Equal(["token accuracy", "perplexity"], metrics.Select(metric => metric.Name));
        Assert.Equal(2.0 / 3, metrics[0].Value, 1e-12);
        Assert.Equal(Math.Exp(loss), metrics[1].Value, 1e-6);
        Assert.Equal([true, false], metrics.Select(metric => metric.HigherIsBetter));
    }

    [Fact]
    public void Accuracy_reads_the_classes_of_tokens_last_as_the_default_loss_does_even_where_there_are_as_many_as_positions()
    {
        using var scope = NewDisposeScope();
        var batch = new Batch(zeros(1, 2), tensor(new long[,] { { 0, 1 } }));
        var logits = tensor(new float[,,] { { { 2, 0 }, { 5, 0 } } });

        Assert.Equal([new("accuracy", 0.5)], new LearningTask.Classification(2).Metrics(logits, batch));
    }

    [Fact]
    public void Logits_with_the_classes_elsewhere_than_last_are_refused()
    {
        using var scope = NewDisposeScope();
        var batch = new Batch(zeros(2, 3), zeros(2, 3, int64));
        var exception = Assert.Throws<InvalidOperationException>(() => new LearningTask.TokenPrediction(4).Loss(zeros(2, 4, 3), batch));
        Assert.Contains("[2, 3, 4]", exception.Message, StringComparison.Ordinal);
        Assert.Contains("[2, 4, 3]", exception.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new LearningTask.Tagging("PER").Loss(zeros(2, 3, 5), batch));
        Assert.Throws<InvalidOperationException>(() => new LearningTask.TokenPrediction(4).Loss(zeros(2, 3, 4), new Batch(batch.Input, zeros(2, 3))));
    }

    [Fact]
    public void Tagging_is_cross_entropy_entity_f1_and_token_accuracy()
    {
        using var scope = NewDisposeScope();
        var task = new LearningTask.Tagging("PER", "LOC");
        Assert.Equal(["O", "B-PER", "I-PER", "B-LOC", "I-LOC"], task.ClassNames);
        Assert.Throws<ArgumentException>("types", () => new LearningTask.Tagging());

        // True: PER over tokens 0 and 1, LOC at 3. Predicted: PER over 0 and 1, LOC over 3 and 4. One of two and two.
        var batch = new Batch(zeros(1, 6), tensor(new long[,] { { 1, 2, 0, 3, 0, -100 } }));
        var logits = nn.functional.one_hot(tensor(new long[,] { { 1, 2, 0, 3, 4, 1 } }), 5).to(float32) * 3;
        var metrics = task.Metrics(logits, batch);

        Assert.Equal([new("entity F1", 0.5), new("token accuracy", 0.8)], metrics);
        var right = Math.Log(1 + (4 * Math.Exp(-3)));
        Assert.Equal(right + (3.0 / 5), task.Loss(logits, batch).ToDouble(), 1e-5);
    }

    [Theory]
    [InlineData(new long[] { 0, 0, 0 }, new long[] { 0, 0, 0 }, double.NaN)]
    [InlineData(new long[] { 1, 2, 0 }, new long[] { 1, 2, 0 }, 1)]
    [InlineData(new long[] { 1, 2, 0 }, new long[] { 3, 4, 0 }, 0)]
    [InlineData(new long[] { 1, 2, 2 }, new long[] { 1, 2, 0 }, 0)]
    [InlineData(new long[] { 1, 1, 0 }, new long[] { 1, 2, 0 }, 0)]
    [InlineData(new long[] { 1, 1, 0 }, new long[] { 1, 0, 0 }, 2.0 / 3)]
    [InlineData(new long[] { 0, 2, 0 }, new long[] { 0, 1, 0 }, 1)]
    [InlineData(new long[] { 1, 4, 0 }, new long[] { 1, 3, 0 }, 1)]
    [InlineData(new long[] { 0, 0, 0 }, new long[] { 1, 0, 3 }, 0)]
    [InlineData(new long[] { 1, 0, 2 }, new long[] { 1, -100, 2 }, 1)]
    public void Entities_are_found_by_type_first_and_last_token(long[] predicted, long[] target, double f1)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(new Metric("entity F1", f1), EntityF1.Of(tensor(predicted, [1, 3]), tensor(target, [1, 3])));
    }

    [Fact]
    public void Entities_end_with_their_sequence()
    {
        using var scope = NewDisposeScope();
        // One entity at the end of the first sequence, another one at the start of the second: not one over both.
        var target = tensor(new long[,] { { 0, 1 }, { 1, 0 } });
        Assert.Equal(1, EntityF1.Of(tensor(new long[,] { { 0, 1 }, { 2, 0 } }), target).Value);
    }
}
