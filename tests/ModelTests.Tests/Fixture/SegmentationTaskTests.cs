using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class SegmentationTaskTests : OneThread
{
    [Fact]
    public void It_is_cross_entropy_mean_iou_and_pixel_accuracy_and_leaves_ignored_pixels_out()
    {
        using var scope = NewDisposeScope();
        var task = new LearningTask.Segmentation(4);
        var batch = new Batch(zeros(1, 1, 2, 3), tensor(new long[,,] { { { 0, 0, 1 }, { 1, 2, -100 } } }));
        var predicted = tensor(new long[,,] { { { 0, 1, 1 }, { 1, 0, 3 } } });
        var logits = 2 * nn.functional.one_hot(predicted, 4).permute(0, 3, 1, 2).to(float32);

        // Class 0: 1 of {2 wanted, 2 predicted, 1 shared}: 1/3. Class 1: 2/3. Class 2: 0/1. Class 3 occurs on the ignored pixel only.
        var metrics = task.Metrics(logits, batch);
        Assert.Equal(["mean IoU", "pixel accuracy"], metrics.Select(metric => metric.Name));
        Assert.Equal(1 / 3.0, metrics[0].Value, 1e-9);
        Assert.Equal(3 / 5.0, metrics[1].Value, 1e-9);
        // ln(e² + 3) less 2 where it is right.
        Assert.Equal(Math.Log(Math.Exp(2) + 3) - (2 * 3 / 5.0), task.Loss(logits, batch).ToDouble(), 1e-6);
    }

    [Fact]
    public void It_takes_volumes()
    {
        using var scope = NewDisposeScope();
        var task = new LearningTask.Segmentation(2);
        var target = arange(16).reshape(2, 2, 2, 2).remainder(2);
        var logits = nn.functional.one_hot(target, 2).permute(0, 4, 1, 2, 3).to(float32);

        Assert.Equal([1, 1], task.Metrics(logits, new Batch(zeros([2, 1, 2, 2, 2]), target)).Select(metric => metric.Value));
        Assert.Equal(Math.Log(1 + Math.Exp(-1)), task.Loss(logits, new Batch(zeros([2, 1, 2, 2, 2]), target)).ToDouble(), 1e-6);
    }

    [Fact]
    public void It_is_nan_when_every_pixel_is_ignored()
    {
        using var scope = NewDisposeScope();
        var batch = new Batch(zeros(1, 1, 2, 2), full([1, 2, 2], -100, int64));
        Assert.All(new LearningTask.Segmentation(2).Metrics(zeros(1, 2, 2, 2), batch), metric => Assert.Equal(double.NaN, metric.Value));
    }

    [Fact]
    public void It_refuses_logits_of_another_number_of_classes_or_pixels()
    {
        using var scope = NewDisposeScope();
        var batch = new Batch(zeros(1, 1, 2, 2), zeros([1, 2, 2], int64));
        foreach (var logits in new[] { zeros(1, 3, 2, 2), zeros(1, 2, 2, 3), zeros(1, 2, 4) })
        {
            var exception = Assert.Throws<InvalidOperationException>(() => new LearningTask.Segmentation(2).Loss(logits, batch));
            Assert.Contains(Shape.Of(logits), exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Classes_can_have_names_one_each()
    {
        Assert.Equal(["sky", "sea"], new LearningTask.Segmentation(2) { Names = ["sky", "sea"] }.ClassNames);
        Assert.Throws<ArgumentException>("Names", () => new LearningTask.Segmentation(3) { Names = ["sky", "sea"] });
    }
}
