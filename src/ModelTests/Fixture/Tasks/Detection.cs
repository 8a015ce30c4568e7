using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests;

public abstract partial record LearningTask
{
    /// <summary>
    /// A set of objects per image, each with a box and a class. The model gives two tensors, boxes [N, M, 2 · dimensions] and logits [N, M, classes + 1],
    /// for M objects or more than an image has; the last logit is for "no object". The first two targets are boxes [N, T, 2 · dimensions] and
    /// labels [N, T] (int64), -100 where there is no object. The loss is that of a set prediction, see <see cref="Loss"/>;
    /// the metrics are mAP at an IoU of 0.5 and the mean IoU of the matched boxes.
    /// </summary>
    /// <param name="Classes">The number of classes, "no object" not included, at least 1.</param>
    /// <param name="Dimensions">2 or 3.</param>
    /// <param name="Format">What the numbers of a box say, in outputs and targets alike.</param>
    public sealed record Detection(int Classes, int Dimensions = 2, BoxFormat Format = BoxFormat.CxCyWh) : LearningTask
    {
        /// <summary>The weights of the two parts of the box loss, as Carion et al. set them.</summary>
        private const double DistanceWeight = 5;
        private const double OverlapWeight = 2;

        /// <summary>The weight of "no object" in the cross entropy, as Carion et al. set it: most predictions are of this class.</summary>
        private const double NoObjectWeight = 0.1;

        /// <summary>The IoU from which on a box counts as found, PASCAL VOC's.</summary>
        private const double Found = 0.5;

        private readonly IReadOnlyList<string>? names;

        /// <summary>One name per class; "class 0" and so on unless they are given.</summary>
        public IReadOnlyList<string> Names
        {
            get => names ?? Numbered("class", Classes);
            init => names = value is null || value.Count == Classes
                ? value
                : throw new ArgumentException($"Names has {value.Count} entries; it must have one for each of the {Classes} classes.", nameof(Names));
        }

        /// <summary>The image's size, [height, width] or [depth, height, width], where boxes are in pixels; null where they are shares of it, in [0, 1].</summary>
        public IReadOnlyList<long>? PixelsOf { get; init; }

        /// <inheritdoc/>
        public override IReadOnlyList<string> ClassNames => Names;

        /// <summary>
        /// Predictions and objects are matched one to one at the least cost, -p(class) + 5 L1 - 2 GIoU per pair. The loss is the cross entropy of all predictions,
        /// those without a match being "no object" with a weight of 0.1, plus the mean over the objects of 5 L1 + 2 (1 - GIoU), with the boxes as shares of the image
        /// (Carion et al., End-to-End Object Detection with Transformers, ECCV 2020). Without an object only the cross entropy is left.
        /// </summary>
        /// <returns>A scalar.</returns>
        public override Tensor Loss(ModelOutput output, Batch batch)
        {
            var sides = Sides.Of(this, output, batch);
            var match = Match(sides);
            var wanted = full([sides.Logits.shape[0], sides.Logits.shape[1]], Classes, int64, sides.Logits.device)
                .index_put_(sides.Labels[match.Samples, match.Objects], match.Samples, match.Predictions);
            var weight = ones(Classes + 1, sides.Logits.dtype, sides.Logits.device);
            weight[Classes] = NoObjectWeight;
            var classification = functional.cross_entropy(sides.Logits.transpose(1, 2), wanted, weight);

            var (predicted, target) = (sides.Boxes[match.Samples, match.Predictions], sides.Targets[match.Samples, match.Objects]);
            var distance = (predicted - target).abs().sum();
            var overlap = (1 - Boxes.GeneralizedIntersectionOverUnion(Boxes.Corners(predicted, Format), Boxes.Corners(target, Format))).sum();
            return classification + (((DistanceWeight * distance) + (OverlapWeight * overlap)) / Math.Max(1, match.Samples.shape[0]));
        }

        /// <inheritdoc/>
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch)
        {
            using var scope = NewDisposeScope();
            using var untracked = no_grad();
            var sides = Sides.Of(this, output, batch);
            var overlaps = Pairwise(sides, Boxes.IntersectionOverUnion);
            var match = Match(sides);
            var matched = overlaps[match.Samples, match.Predictions, match.Objects].to(float64).mean().cpu().item<double>();
            return [
                new("mAP@0.5", MeanAveragePrecision.Of(sides.Logits.softmax(-1).narrow(-1, 0, Classes), overlaps, sides.Labels, Found)),
                new("mean IoU of matched boxes", matched),
            ];
        }

        private DetectionMatch Match(Sides sides)
        {
            using var scope = NewDisposeScope();
            using var untracked = no_grad();
            var likelihood = sides.Logits.softmax(-1).gather(2, sides.Labels.clamp(min: 0).unsqueeze(1).expand(-1, sides.Logits.shape[1], -1));
            var distance = (sides.Boxes.unsqueeze(2) - sides.Targets.unsqueeze(1)).abs().sum(-1L);
            var overlap = Pairwise(sides, Boxes.GeneralizedIntersectionOverUnion);
            var match = DetectionMatch.Of((DistanceWeight * distance) - likelihood - (OverlapWeight * overlap), sides.Labels);
            return new(match.Samples.MoveToOuterDisposeScope(), match.Predictions.MoveToOuterDisposeScope(), match.Objects.MoveToOuterDisposeScope());
        }

        /// <summary>Of each prediction with each object, [N, M, T].</summary>
        private Tensor Pairwise(Sides sides, Func<Tensor, Tensor, Tensor> measure) =>
            measure(Boxes.Corners(sides.Boxes, Format).unsqueeze(2), Boxes.Corners(sides.Targets, Format).unsqueeze(1));

        /// <summary>What is compared, with the boxes as shares of the image.</summary>
        private sealed record Sides(Tensor Boxes, Tensor Logits, Tensor Targets, Tensor Labels)
        {
            public static Sides Of(Detection task, ModelOutput output, Batch batch)
            {
                if (output.Tensors.Count != 2 || batch.Targets.Count < 2)
                {
                    throw new InvalidOperationException(
                        $"Detection takes two outputs, boxes and logits, and the targets boxes and labels; there are {output.Tensors.Count} and {batch.Targets.Count}. Override Forward to pick the two out, or Loss and Metrics.");
                }
                var (boxes, logits, targets, labels) = (output.Tensors[0], output.Tensors[1], batch.Targets[0], batch.Targets[1]);
                var (samples, objects) = (labels.shape[0], labels.dim() == 2 ? labels.shape[1] : -1);
                var predictions = boxes.dim() == 3 ? boxes.shape[1] : -1;
                if (labels.dtype != int64 || !targets.shape.SequenceEqual([samples, objects, 2 * task.Dimensions])
                    || !boxes.shape.SequenceEqual([samples, predictions, 2 * task.Dimensions]) || !logits.shape.SequenceEqual([samples, predictions, task.Classes + 1]))
                {
                    throw new InvalidOperationException(
                        $"Detection takes boxes [N, M, {2 * task.Dimensions}] and logits [N, M, {task.Classes + 1}] for boxes [N, T, {2 * task.Dimensions}] and labels [N, T] (int64); "
                        + $"the outputs are {Shape.Of(boxes)} and {Shape.Of(logits)}, the targets {Shape.Of(targets)} and {labels.dtype} {Shape.Of(labels)}. Change the model's last layers or override Loss and Metrics.");
                }
                if (predictions < objects)
                {
                    throw new InvalidOperationException(
                        $"The model predicts {predictions} boxes per image, and an image has up to {objects} objects; predict at least {objects}.");
                }
                if (task.PixelsOf is not { } size)
                    return new(boxes, logits, targets, labels);
                var extents = tensor(size.Reverse().Concat(size.Reverse()).Select(extent => (double)extent).ToArray(), boxes.dtype, boxes.device);
                return new(boxes / extents, logits, targets / extents, labels);
            }
        }
    }
}
