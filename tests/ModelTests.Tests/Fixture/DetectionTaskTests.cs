using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class DetectionTaskTests : OneThread
{
    private static readonly LearningTask.Detection Task = new(2, Format: BoxFormat.XyXy);

    [Fact]
    public void The_loss_of_one_object_is_what_it_is_on_paper()
    {
        using var scope = NewDisposeScope();
        var batch = Of(new double[,,] { { { 0, 0, 0.2, 0.2 } } }, new long[,] { { 1 } });
        // The second prediction lies on the object, but for 0.1 in one coordinate, so it is the match: IoU 2/3 with a hull of the union's size.
        var output = Predicting(new double[,,] { { { 0.5, 0.5, 0.9, 0.9 }, { 0, 0, 0.3, 0.2 } } }, new double[,,] { { { 0, 0, 0 }, { 0, 3, 0 } } });

        var noObject = Math.Log(3);
        var label = Math.Log(Math.Exp(3) + 2) - 3;
        var classification = ((0.1 * noObject) + label) / 1.1;
        Assert.Equal(classification + (5 * 0.1) + (2 / 3.0), Task.Loss(output, batch).ToDouble(), 1e-9);
    }

    [Fact]
    public void The_order_of_predictions_and_of_objects_does_not_matter()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (low, side) = (rand(4, 5, 2, dtype: float64) / 2, (rand(4, 5, 2, dtype: float64) / 2) + 0.01);
        var predicted = cat([low, low + side], -1);
        var logits = randn([4, 5, 3], float64);
        var targets = predicted[.., 1..4] * 0.9;
        var labels = tensor(new long[] { 0, 1, -100, 1, -100, 0, -100, -100, -100, 1, 1, 1 }).reshape(4, 3);
        var loss = Task.Loss((predicted, logits), new Batch([zeros(4, 1)], [targets, labels])).ToDouble();

        var (turned, swapped) = (tensor(new long[] { 4, 2, 0, 1, 3 }), tensor(new long[] { 2, 0, 1 }));
        Assert.Equal(loss, Task.Loss((predicted.index_select(1, turned), logits.index_select(1, turned)), new Batch([zeros(4, 1)], [targets.index_select(1, swapped), labels.index_select(1, swapped)])).ToDouble(), 1e-9);
    }

    [Theory]
    [InlineData(BoxFormat.XyXy, new long[] { 20, 30 })]
    [InlineData(BoxFormat.XyWh, new long[] { 20, 30 })]
    [InlineData(BoxFormat.CxCyWh, new long[] { 20, 30 })]
    [InlineData(BoxFormat.CxCyWh, new long[] { 8, 16, 9 })]
    public void A_perfect_prediction_has_no_loss_and_full_marks(BoxFormat format, long[] size)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.Detection(samples: 20, size: size, objects: 2, fewestObjects: 0, boxSize: (3, 6), format: format, pixels: true).Training;
        var (boxes, labels) = (data.Targets[0], data.Targets[1]);
        var logits = 50 * nn.functional.one_hot(labels.where(labels.ge(0), tensor(3L)), 4).to(float32);

        Assert.Equal(0, data.Task!.Loss((boxes, logits), data).ToDouble(), 1e-5);
        Assert.Equal([1, 1], data.Task.Metrics((boxes, logits), data).Select(metric => Math.Round(metric.Value, 5)));
    }

    [Fact]
    public void Pixels_and_shares_of_the_image_have_one_loss()
    {
        using var scope = NewDisposeScope();
        var pixels = Synthetic.Detection(samples: 8, size: [16, 32], boxSize: (4, 8), pixels: true, dtype: ScalarType.Float64).Training;
        var shares = Synthetic.Detection(samples: 8, size: [16, 32], boxSize: (4, 8), dtype: ScalarType.Float64).Training;
        var (boxes, logits) = (full([8, 3, 4], 0.4, float64), zeros([8, 3, 4], float64));

        Assert.Equal(shares.Task!.Loss((boxes, logits), shares).ToDouble(),
            pixels.Task!.Loss((boxes * tensor(new double[] { 32, 16, 32, 16 }), logits), pixels).ToDouble(), 1e-9);
    }

    [Fact]
    public void A_batch_without_objects_has_a_finite_loss_and_finite_gradients()
    {
        using var scope = NewDisposeScope();
        var batch = Of(new double[2, 1, 4], new long[,] { { -100 }, { -100 } });
        var (boxes, logits) = (new Parameter(rand(2, 3, 4, dtype: float64)), new Parameter(zeros(2, 3, 3, dtype: float64)));
        var loss = Task.Loss((boxes, logits), batch);
        loss.backward();

        Assert.Equal(Math.Log(3), loss.ToDouble(), 1e-9);
        Assert.Equal(0, boxes.grad!.abs().max().ToDouble());
        Assert.True(isfinite(logits.grad!).all().ToBoolean());
        Assert.All(Task.Metrics((boxes, logits), batch), metric => Assert.Equal(double.NaN, metric.Value));
    }

    [Fact]
    public void Boxes_without_a_volume_or_turned_inside_out_have_finite_gradients()
    {
        using var scope = NewDisposeScope();
        var batch = Of(new double[,,] { { { 0.1, 0.1, 0.3, 0.3 }, { 0.5, 0.5, 0.9, 0.9 } } }, new long[,] { { 0, 1 } });
        var boxes = new Parameter(tensor(new double[,,] { { { 0.2, 0.2, 0.2, 0.2 }, { 0.9, 0.8, 0.1, 0.2 } } }));
        Task.Loss((boxes, zeros([1, 2, 3], float64)), batch).backward();
        Assert.True(isfinite(boxes.grad!).all().ToBoolean());
    }

    [Fact]
    public void Outputs_that_are_not_finite_give_a_loss_that_is_not_finite_and_no_error()
    {
        using var scope = NewDisposeScope();
        var batch = Of(new double[,,] { { { 0.1, 0.1, 0.3, 0.3 } } }, new long[,] { { 0 } });
        Assert.False(double.IsFinite(Task.Loss((full([1, 2, 4], double.NaN, float64), full([1, 2, 3], double.NaN, float64)), batch).ToDouble()));
    }

    /// <summary>
    /// Two images, three objects of class 0 and one of class 1. Surest first, class 0: right, a second find of the same object, an IoU below 1/2, right.
    /// Precision 1, 1/2, 1/3, 1/2 at recall 1/3, 1/3, 1/3, 2/3: the area is 1/3 · 1 + 1/3 · 1/2 = 1/2. Class 1: found on its own, 1.
    /// </summary>
    [Fact]
    public void The_mean_average_precision_is_what_it_is_on_paper()
    {
        using var scope = NewDisposeScope();
        var batch = Of(
            new double[,,] { { { 0, 0, 0.2, 0.2 }, { 0.5, 0.5, 0.7, 0.7 } }, { { 0, 0, 0.2, 0.2 }, { 0.5, 0.5, 0.9, 0.9 } } },
            new long[,] { { 0, 0 }, { 0, 1 } });
        var boxes = new double[,,]
        {
            { { 0, 0, 0.2, 0.2 }, { 0, 0, 0.2, 0.18 }, { 0.1, 0.1, 0.3, 0.3 } },
            { { 0, 0, 0.2, 0.2 }, { 0.5, 0.5, 0.9, 0.9 }, { 0.3, 0.3, 0.4, 0.4 } },
        };
        var logits = new double[,,]
        {
            { { 5, 0, 0 }, { 4, 0, 0 }, { 3, 0, 0 } },
            { { 2, 0, 0 }, { 0, 2, 0 }, { 0, 1, 9 } },
        };
        var metrics = Task.Metrics(Predicting(boxes, logits), batch);

        Assert.Equal(["mAP@0.5", "mean IoU of matched boxes"], metrics.Select(metric => metric.Name));
        Assert.Equal((0.5 + 1) / 2, metrics[0].Value, 1e-9);
        // Matched at the least cost: the second object of the first image meets nothing.
        Assert.Equal(3 / 4.0, metrics[1].Value, 1e-9);
    }

    [Theory]
    [InlineData(new[] { true, false, true }, 2, 5 / 6.0)]
    [InlineData(new[] { false, true, true }, 2, 2 / 3.0)]
    [InlineData(new[] { true }, 4, 0.25)]
    [InlineData(new[] { false, false }, 1, 0)]
    [InlineData(new bool[0], 3, 0)]
    public void Average_precisions_of_known_rankings(bool[] right, int objects, double expected) =>
        Assert.Equal(expected, MeanAveragePrecision.AveragePrecision(right, objects), 1e-12);

    [Fact]
    public void Outputs_that_do_not_fit_are_refused_with_their_shapes()
    {
        using var scope = NewDisposeScope();
        var batch = Of(new double[1, 2, 4], new long[,] { { 0, 1 } });
        Refused(zeros(1, 2, 4), "there are 1 and 2");
        Refused((zeros(1, 2, 6), zeros(1, 2, 3)), "[1, 2, 6]");
        Refused((zeros(1, 2, 4), zeros(1, 2, 2)), "[1, 2, 2]");
        Refused((zeros(1, 1, 4), zeros(1, 1, 3)), "predict at least 2");

        void Refused(ModelOutput output, string said) =>
            Assert.Contains(said, Assert.Throws<InvalidOperationException>(() => Task.Loss(output, batch)).Message, StringComparison.Ordinal);
    }

    private static Batch Of(double[,,] boxes, long[,] labels) => new([zeros(boxes.GetLength(0), 1)], [tensor(boxes), tensor(labels)]);

    private static ModelOutput Predicting(double[,,] boxes, double[,,] logits) => (tensor(boxes), tensor(logits));
}
