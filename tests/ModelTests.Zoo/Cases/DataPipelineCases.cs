using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Faults in how data is read, cut and labelled.</summary>
internal static class DataPipelineCases
{
    private const string Data = "^CreateData";
    private const string Input = "^(the )?inputs?\\b";
    private const string Labels = "^(the )?(labels?|targets?)\\b";

    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("DP01", "pixels from 0 to 255", style => new ImageClassifierFixture(style), style => new RawPixels(style),
            [Data, Input], Contract.Named("InputInRange", 0.0, 1.0)),
        .. Case("DP03", "channels last, viewed as channels first", style => new ImageClassifierFixture(style), style => new ViewedChannels(style),
            [Data, Input, "^channel"], Contract.Named("ChannelOrder", "NCHW")),
        .. Case("DP03b", "blue, green and red for red, green and blue", style => new ImageClassifierFixture(style), style => new ReversedChannels(style),
            [Data, Input, "^channel"], Contract.Named("ChannelOrder", "NCHW")),
        .. Case("DP01b", "pixels scaled twice", style => new ImageClassifierFixture(style), style => new TwiceScaled(style),
            [Data, Input], Contract.Named("InputInRange", 0.0, 1.0)),
        .. Case("DP05", "labels shuffled without their samples", style => new ClassifierFixture(style), style => new ShuffledLabels(style),
            [Data, Labels, "^row"], Contract.Named("LabelsAligned")),
        .. Case("DP05b", "labels one row behind their samples", style => new ClassifierFixture(style), style => new ShiftedLabels(style),
            [Data, Labels, "^row"], Contract.Named("LabelsAligned")),
        .. Case("DP07", "classes counted from 1", style => new ClassifierFixture(style), style => new CountsFromOne(style),
            [Data, Labels, "^class 0$"]),
        .. Case("DP09", "training and validation overlap", style => new Splits(style, 80), style => new Splits(style, 60),
            [Data, "^validation", "^ValidationBatches", "^training"]),
        .. Case("DP09b", "the training data validates itself", style => new Splits(style, 80), style => new Splits(style, 40),
            [Data, "^validation", "^ValidationBatches", "^training"]),
        .. Case("DP11b", "the label is left among the features", style => new ClassifierFixture(style), style => new LabelAmongFeatures(style),
            [Data, Input, Labels]),
        .. Case("DP11", "the window includes the step to be predicted", style => new Forecasts(style, gap: 0), style => new Forecasts(style, gap: 1),
            [Data, Input, Labels]),
        .. Case("DP13", "bytes wrap around when they are centred", style => new CentredPixels(style, wraps: false), style => new CentredPixels(style, wraps: true),
            [Data, Input], Contract.Named("InputInRange", -1.0, 1.0)),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted, IEnumerable<CheckAttribute>? declared = null) =>
        ZooCase.InBothStyles(id, title, Stage.Data, parent, mutant, accepted, declared);

    private sealed class RawPixels(CallStyle style) : ImageClassifierFixture(style)
    {
        protected override Tensor Prepare(Tensor bytes) => bytes.permute(0, 3, 1, 2).to(float32);
    }

    private sealed class ViewedChannels(CallStyle style) : ImageClassifierFixture(style)
    {
        protected override Tensor Prepare(Tensor bytes) => bytes.view(bytes.shape[0], ImageClassifier.Channels, ImageClassifier.Size, ImageClassifier.Size).to(float32) / 255;
    }

    private sealed class ReversedChannels(CallStyle style) : ImageClassifierFixture(style)
    {
        protected override Tensor Prepare(Tensor bytes) => base.Prepare(bytes).flip(1);
    }

    private sealed class TwiceScaled(CallStyle style) : ImageClassifierFixture(style)
    {
        protected override Tensor Prepare(Tensor bytes) => base.Prepare(bytes) / 255;
    }

    private sealed class ShiftedLabels(CallStyle style) : ClassifierFixture(style)
    {
        public override ModelData CreateData()
        {
            var (features, labels) = Draw();
            return CreateDataFrom(features, labels);
        }

        public override ModelData CreateDataFrom(Tensor samples, Tensor labels) => ModelData.From(samples, labels.roll(1));
    }

    /// <summary>In place of the last feature, so that the model fits.</summary>
    private sealed class LabelAmongFeatures(CallStyle style) : ClassifierFixture(style)
    {
        public override ModelData CreateData()
        {
            var (features, labels) = Draw();
            return ModelData.From(cat([features[.., ..^1], labels.to(float32).unsqueeze(1)], 1), labels);
        }
    }

    private sealed class ShuffledLabels(CallStyle style) : ClassifierFixture(style)
    {
        public override ModelData CreateData()
        {
            var (features, labels) = Draw();
            return CreateDataFrom(features, labels);
        }

        public override ModelData CreateDataFrom(Tensor samples, Tensor labels) =>
            ModelData.From(samples[randperm(samples.shape[0])], labels[randperm(samples.shape[0])]);
    }

    private sealed class CountsFromOne(CallStyle style) : ClassifierFixture(style, style => new OneClassMore(style))
    {
        public override ModelData CreateData()
        {
            var (features, labels) = Draw();
            return ModelData.From(features, labels + 1);
        }
    }

    private sealed class OneClassMore : Classifier
    {
        private readonly Linear fc4 = Linear(Hidden, Classes + 1);

        public OneClassMore(CallStyle style)
            : base(style)
        {
            // The parent's last layer is gone, and with it its parameters.
            foreach (var parameter in fc3.parameters())
                parameter.requires_grad = false;
        }

        protected override Tensor Output(Tensor hidden) => style.Run(fc4, hidden);
    }

    /// <summary>The first 80 of 120 samples to train on, the rest from the given one on to validate.</summary>
    private sealed class Splits(CallStyle style, int validationStart) : ClassifierFixture(style)
    {
        private const int All = 120;
        private const int Training = 80;

        public override ModelData CreateData()
        {
            var (features, labels) = ClassCentres.Draw(All, Classifier.Features, Classifier.Classes);
            return ModelData.From(Batches(0, Training), Batches(validationStart, All - validationStart));

            List<Batch> Batches(int start, int count) =>
                [.. features.narrow(0, start, count).split(20).Zip(labels.narrow(0, start, count).split(20)).Select(pair => new Batch(pair.First, pair.Second))];
        }
    }

    /// <summary>R6: the next value of a noisy wave from the last 12; a gap of 1 puts it into the window.</summary>
    private sealed class Forecasts(CallStyle style, int gap) : ModelRecipes<Forecaster>
    {
        private const int Window = 12;

        public override Forecaster CreateModel() => new(style);

        public override ModelData CreateData()
        {
            var phase = rand(64, 1) * (2 * Math.PI);
            var waves = sin(phase + (arange(Window + 1) * 0.5)) + (randn(64, Window + 1) * 0.1);
            return ModelData.From(waves.narrow(1, gap, Window).unsqueeze(2), waves.narrow(1, Window, 1), batchSize: 16);
        }

        public override Optimizer CreateOptimizer(Forecaster model) => Adam(model.parameters(), lr: 0.01);
    }

    private sealed class CentredPixels(CallStyle style, bool wraps) : ImageClassifierFixture(style)
    {
        protected override Tensor Prepare(Tensor bytes)
        {
            var pixels = bytes.permute(0, 3, 1, 2);
            return wraps ? (pixels - tensor(128, uint8)).to(float32) / 128 : (pixels.to(float32) - 128) / 128;
        }
    }
}
