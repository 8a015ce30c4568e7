using ModelTests.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Healthy data that looks odd, with the contracts that it keeps, each in both call styles.</summary>
internal static class DataControls
{
    private static readonly CheckAttribute[] OfImages =
    [
        .. Contract.Named("ChannelOrder", "NCHW"),
        .. Contract.Named("LabelsAligned", new Dictionary<string, object> { ["Raw"] = "8, 8, 3", ["RawType"] = "uint8" }),
    ];

    /// <summary>All of them, in the order of their numbers.</summary>
    public static IReadOnlyList<ZooControl> All { get; } =
    [
        .. ZooControl.InBothStyles("H44", "yes and no answers, equal in training and validation by chance", style => new EqualByChance(style)),
        .. ZooControl.InBothStyles("H44b", "few different sequences, and the targets are the inputs one step on", style => new FewSequences(style), Contract.Named("Causal")),
        .. ZooControl.InBothStyles("H46", "a class of two samples, none of them in the validation data", style => new RareClass(style), [.. Contract.Named("LabelsAligned")]),
        .. ZooControl.InBothStyles("H48", "a target that is nearly one of the features", style => new NearlyOneFeature(style)),
        .. ZooControl.InBothStyles("H48b", "a random walk: the best guess is the last value", style => new RandomWalk(style)),
        .. ZooControl.InBothStyles("H50", "overlapping windows in the order of time", style => new OrderedWindows(style), [.. Contract.Named("BatchesReshuffled"), .. Contract.Named("InputShape", "N, 12, 1")]),
        .. ZooControl.InBothStyles("H52", "images changed at random for training, and not for validation", style => new Augmented(style),
            [.. OfImages, .. Contract.Named("InputInRange", 0.0, 1.0), .. Contract.Named("BatchesReshuffled")]),
        .. ZooControl.InBothStyles("H54", "pixels from -1 to 1", style => new SignedPixels(style), [.. OfImages, .. Contract.Named("InputInRange", -1.0, 1.0)]),
        .. ZooControl.InBothStyles("H54b", "bytes that the model scales", style => new Bytes(style),
            [.. OfImages, .. Contract.Named("InputInRange", 0.0, 255.0), .. Contract.Named("InputShape", new Dictionary<string, object> { ["Type"] = "uint8" }, "N, 3, S, S")]),
        .. ZooControl.InBothStyles("H54c", "channels standardised by fixed figures", style => new StandardisedPixels(style), [.. OfImages, .. Contract.Named("InputStandardized")]),
        .. ZooControl.InBothStyles("H56", "samples without a label among the labelled ones", style => new PartlyLabelled(style)),
        .. ZooControl.InBothStyles("H58", "probabilities for labels", style => new SoftLabels(style)),
        .. ZooControl.InBothStyles("H60", "several labels per sample, or none", style => new SeveralLabels(style)),
        .. ZooControl.InBothStyles("H62", "one positive sample in a hundred, weighted", style => new Unbalanced(style, weighted: true)),
        .. ZooControl.InBothStyles("H62b", "the same without a weight", style => new Unbalanced(style, weighted: false)),
        .. ZooControl.InBothStyles("H64", "samples drawn with replacement, rare classes more often", style => new Redrawn(style), [.. OfImages, .. Contract.Named("BatchesReshuffled")]),
        .. ZooControl.InBothStyles("H66", "batches cut at their longest sequence", style => new CutAtLongest(style),
            [.. Contract.Named("IgnoresPadding", SequenceEncoder.Padding), .. Contract.Named("InputShape", new Dictionary<string, object> { ["Type"] = "int64" }, "N, *")]),
        .. ZooControl.InBothStyles("H68", "class labels in bytes, one per row", style => new ByteLabels(style)),
        .. ZooControl.InBothStyles("H70", "prices that the loss takes the logarithm of", style => new Prices(style)),
        .. ZooControl.InBothStyles("H72", "the target is the input without its noise", style => new Denoised(style)),
    ];

    /// <summary>Six answers, each yes or no: 64 different samples, drawn 144 times.</summary>
    private sealed class EqualByChance(CallStyle style) : BinaryClassifierFixture(style)
    {
        private static readonly float[] Weights = [3, 2, 1, -1, -2, -3];

        public override ModelData CreateData()
        {
            var answers = randint(0, 2, [144, BinaryClassifier.Features]).to(float32);
            return HeldOut.From(answers, answers.matmul(tensor(Weights)).gt(0).to(float32), training: 96);
        }
    }

    private sealed class FewSequences(CallStyle style) : CausalLanguageModelFixture(style)
    {
        public override ModelData CreateData()
        {
            var tokens = Draw();
            return HeldOut.From(tokens.narrow(1, 0, CausalLanguageModel.Length), tokens.narrow(1, 1, CausalLanguageModel.Length), training: 48, batchSize: 16);
        }
    }

    private sealed class RareClass(CallStyle style) : ClassifierFixture(style)
    {
        public override ModelData CreateData()
        {
            var labels = arange(Samples + Validation).remainder(Classifier.Classes - 1);
            labels[5] = labels[40] = Classifier.Classes - 1;
            var centres = randn(Classifier.Classes, Classifier.Features) * 2;
            return HeldOut.From(centres[labels] + randn(labels.shape[0], Classifier.Features), labels, Samples);
        }
    }

    private sealed class NearlyOneFeature(CallStyle style) : RegressorFixture(style)
    {
        public override ModelData CreateData()
        {
            var features = randn(Samples + Validation, Regressor.Features);
            return HeldOut.From(features, features.narrow(1, 2, 1) + (randn(Samples + Validation, 1) * 0.02), Samples);
        }
    }

    private abstract class Windows(CallStyle style) : ModelRecipes<Forecaster>
    {
        protected const int Length = 12;

        public override Forecaster CreateModel() => new(style);

        public override Optimizer CreateOptimizer(Forecaster model) => Adam(model.parameters(), lr: 0.01);
    }

    private sealed class RandomWalk(CallStyle style) : Windows(style)
    {
        public override ModelData CreateData()
        {
            var walks = (randn(96, Length + 1) * 0.3).cumsum(1);
            return HeldOut.From(walks.narrow(1, 0, Length).unsqueeze(2), walks.narrow(1, Length, 1), training: 64, batchSize: 16);
        }
    }

    /// <summary>Windows of one series, each beginning one step after the last; those behind a gap of one window validate.</summary>
    [Exempt("BatchesReshuffled", "the windows are read in the order of time")]
    private sealed class OrderedWindows(CallStyle style) : Windows(style)
    {
        private const int Training = 64;
        private const int Validation = 32;

        public override ModelData CreateData()
        {
            var series = sin(arange(Training + Validation + (2 * Length) + 1) * 0.4) + (randn(Training + Validation + (2 * Length) + 1) * 0.1);
            return ModelData.From(Loader(0, Training), validation: Loader(Training + Length, Validation));

            DataLoader Loader(int start, int count) => new(new WindowsOf(series, start, count), 16, shuffle: false);
        }
    }

    private sealed class WindowsOf(Tensor series, int start, int count) : torch.utils.data.Dataset
    {
        private const int Length = 12;

        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index) =>
            new() { ["data"] = series.narrow(0, start + index, Length).unsqueeze(1), ["label"] = series.narrow(0, start + index + Length, 1) };
    }

    /// <summary>Mirrored, brighter or darker, in a new order in each epoch.</summary>
    private sealed class Augmented(CallStyle style) : ImageClassifierFixture(style)
    {
        private const int BatchSize = 16;

        public override ModelData CreateData()
        {
            var (bytes, labels) = Draw(Samples + Validation);
            var validation = new Batch(Prepare(bytes[Samples..]), labels[Samples..]);
            return ModelData.From(Epoch(bytes[..Samples], labels[..Samples]), TensorBatches.Of(validation, BatchSize));
        }

        public override ModelData? CreateDataFrom(Tensor samples, Tensor labels) => ModelData.From(Epoch(samples, labels));

        private IEnumerable<Batch> Epoch(Tensor bytes, Tensor labels)
        {
            foreach (var rows in randperm(bytes.shape[0]).split(BatchSize))
            {
                var images = Prepare(bytes[rows]);
                var mirrored = where(rand(rows.shape[0], 1, 1, 1) < 0.5, images, images.flip(3));
                yield return new Batch((mirrored * (0.8 + (0.4 * rand(rows.shape[0], 1, 1, 1)))).clamp(0, 1), labels[rows]);
            }
        }
    }

    private sealed class SignedPixels(CallStyle style) : ImageClassifierFixture(style)
    {
        protected override Tensor Prepare(Tensor bytes) => (base.Prepare(bytes) * 2) - 1;
    }

    /// <summary>By mean and deviation of the channels, as they were once measured on other images of this kind.</summary>
    private sealed class StandardisedPixels(CallStyle style) : ImageClassifierFixture(style)
    {
        private static readonly float[] Means = [0.333f, 0.275f, 0.333f];
        private static readonly float[] Deviations = [0.174f, 0.078f, 0.174f];

        protected override Tensor Prepare(Tensor bytes) => (base.Prepare(bytes) - tensor(Means).view(1, 3, 1, 1)) / tensor(Deviations).view(1, 3, 1, 1);
    }

    private sealed class Bytes(CallStyle style) : ImageClassifierFixture(style, style => new ScalesBytes(style))
    {
        protected override Tensor Prepare(Tensor bytes) => bytes.permute(0, 3, 1, 2);
    }

    private sealed class ScalesBytes(CallStyle style) : ImageClassifier(style)
    {
        protected override Tensor First(Tensor images) => base.First(images.to(float32) / 255);
    }

    /// <summary>A third of the labels is -100, which cross entropy leaves out.</summary>
    private sealed class PartlyLabelled(CallStyle style) : ClassifierFixture(style)
    {
        public override ModelData CreateData()
        {
            var (features, labels) = Draw(Samples + Validation);
            return HeldOut.From(features, labels.masked_fill(arange(Samples + Validation).remainder(3).eq(1), -100), Samples);
        }
    }

    private sealed class SoftLabels(CallStyle style) : ClassifierFixture(style)
    {
        public override ModelData CreateData()
        {
            var (features, labels) = Draw(Samples + Validation);
            var teacher = (functional.one_hot(labels, Classifier.Classes) * 2) + (randn(Samples + Validation, Classifier.Classes) * 0.5);
            return HeldOut.From(features, functional.softmax(teacher, 1), Samples);
        }

        public override ModelData? CreateDataFrom(Tensor samples, Tensor labels) => null;
    }

    private sealed class SeveralLabels(CallStyle style) : ClassifierFixture(style)
    {
        public override ModelData CreateData()
        {
            var (features, _) = Draw(Samples + Validation);
            return HeldOut.From(features, features.narrow(1, 0, Classifier.Classes).gt(1).to(float32), Samples);
        }

        public override ModelData? CreateDataFrom(Tensor samples, Tensor labels) => null;

        public override Tensor Loss(Tensor output, Tensor target) => functional.binary_cross_entropy_with_logits(output, target);
    }

    private sealed class Unbalanced(CallStyle style, bool weighted) : BinaryClassifierFixture(style)
    {
        private const int All = 300;

        public override ModelData CreateData()
        {
            var labels = arange(All).remainder(100).eq(7).to(float32);
            var features = randn(All, BinaryClassifier.Features) + (labels.unsqueeze(1) * 2);
            return HeldOut.From(features, labels, training: 200);
        }

        public override Tensor Loss(Tensor output, Tensor target) =>
            functional.binary_cross_entropy_with_logits(output, target, pos_weights: weighted ? tensor(99f) : null);
    }

    /// <summary>As a weighted sampler does: another choice in each epoch.</summary>
    private sealed class Redrawn(CallStyle style) : ImageClassifierFixture(style)
    {
        private const int BatchSize = 16;

        public override ModelData CreateData()
        {
            var (bytes, labels) = Draw(Samples + Validation);
            var validation = new Batch(Prepare(bytes[Samples..]), labels[Samples..]);
            return ModelData.From(Epoch(bytes[..Samples], labels[..Samples]), TensorBatches.Of(validation, BatchSize));
        }

        public override ModelData? CreateDataFrom(Tensor samples, Tensor labels) => ModelData.From(Epoch(samples, labels));

        private IEnumerable<Batch> Epoch(Tensor bytes, Tensor labels)
        {
            var weights = where(labels.eq(0), 3.0, 1.0);
            foreach (var rows in multinomial(weights, labels.shape[0], replacement: true).split(BatchSize))
                yield return new Batch(Prepare(bytes[rows]), labels[rows]);
        }
    }

    private sealed class CutAtLongest(CallStyle style) : SequenceEncoderFixture(style)
    {
        public override ModelData CreateData()
        {
            var (tokens, labels) = Draw();
            // The lengths rise by one every second sample and fall back after ten: the batches differ in theirs.
            return ModelData.From(tokens.split(4).Zip(labels.split(4)).Select(pair => new Batch(pair.First[.., ..(int)pair.First.ne(SequenceEncoder.Padding).sum(1).max().item<long>()], pair.Second)));
        }
    }

    private sealed class ByteLabels(CallStyle style) : ClassifierFixture(style)
    {
        public override ModelData CreateData()
        {
            var (features, labels) = Draw(Samples + Validation);
            return HeldOut.From(features, labels.to(uint8).unsqueeze(1), Samples);
        }

        public override ModelData? CreateDataFrom(Tensor samples, Tensor labels) => ModelData.From(samples, labels.to(uint8).unsqueeze(1));

        public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target.squeeze(1).to(int64));
    }

    private sealed class Prices(CallStyle style) : RegressorFixture(style)
    {
        public override ModelData CreateData()
        {
            var (features, targets) = Draw(Samples + Validation);
            return HeldOut.From(features, (10 + targets).exp(), Samples);
        }

        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, target.log() - 10);
    }

    private sealed class Denoised(CallStyle style) : AutoencoderFixture(style)
    {
        public override ModelData CreateData()
        {
            var surface = (rand(96, 2) * 2) - 1;
            var points = sin((surface.matmul(randn(2, Autoencoder.Features)) * 2) + randn(Autoencoder.Features));
            return HeldOut.From(points + (randn(96, Autoencoder.Features) * 0.05), points, training: 64);
        }

        public override Tensor Loss(ModelOutput output, Batch batch) => functional.mse_loss(output.Tensor, batch.Target);
    }
}
