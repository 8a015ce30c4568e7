using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Further faults in the training step, the optimizer and its schedule.</summary>
internal static class TrainingLoopVariants
{
    private const string Step = "TrainStep";

    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("TL02", "zero_grad between backward and step", style => new ClassifierFixture(style), style => new ClearedTooLate(style), [Step, "zero_grad"]),
        .. Case("TL04", "the optimizer has the head only", style => new ImageClassifierFixture(style), style => new HeadOnly(style), ["^optimizer", "^CreateOptimizer", @"^(conv|norm)[12]\b"]),
        .. Case("TL06", "gradients are clipped before backward", style => new Clips(style, early: false), style => new Clips(style, early: true), [Step, "clip"],
            Contract.Named("OptimizerCoversModel", new Dictionary<string, object> { ["MaxGradientNorm"] = Clips.Norm })),
        .. Case("TL08", "the schedule of epochs is stepped per batch", style => new Scheduled(style, _ => 1), style => new Scheduled(style, step => Math.Pow(0.1, step)),
            ["^learning rate", "^schedul", "^CreateTraining"]),
        .. Case("TL08b", "the warm-up is an integer division and stays 0", style => new Scheduled(style, step => Math.Min(1.0, (step + 1) / 10.0)), style => new Scheduled(style, step => step / 1000),
            ["^learning rate", "^schedul", "^CreateTraining", "^optimizer"]),
        .. Case("TL10", "train mode is not restored after evaluation", style => new Evaluates(style, restores: true), style => new Evaluates(style, restores: false),
            ["^Evaluate", Step, @"^norm[12]\b", "mode"]),
        .. Case("TL12", "the running statistics of the frozen backbone move", style => new NormedBackboneFixture(style, still: true), style => new NormedBackboneFixture(style, still: false),
            [@"^backbone\b"], Contract.Named("StaysFrozen", "backbone.**")),
        .. Case("TL14", "the step comes before backward", style => new ClassifierFixture(style), style => new StepsTooEarly(style), [Step]),
        .. Case("TL16", "a weight decay of 10", style => new Decaying(style, 0.0001), style => new Decaying(style, 10), ["(?i)weight.?decay", "^optimizer", "^CreateOptimizer"]),
        .. Case("TL16b", "a learning rate of 30", style => new ClassifierFixture(style), style => new Leaping(style), ["^learning rate", "^optimizer", "^CreateOptimizer"]),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted, IEnumerable<CheckAttribute>? declared = null) =>
        ZooCase.InBothStyles(id, title, Stage.TrainingStep, parent, mutant, accepted, declared);

    private sealed class ClearedTooLate(CallStyle style) : ClassifierFixture(style)
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.train();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            training.Optimizer.zero_grad();
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class Clips(CallStyle style, bool early) : ClassifierFixture(style)
    {
        public const double Norm = 0.1;

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.train();
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            if (early)
                nn.utils.clip_grad_norm_(training.Model.parameters(), Norm);
            loss.backward();
            if (!early)
                nn.utils.clip_grad_norm_(training.Model.parameters(), Norm);
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class HeadOnly(CallStyle style) : ImageClassifierFixture(style)
    {
        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) =>
            Adam(model.named_parameters().Where(entry => entry.name.StartsWith("fc", StringComparison.Ordinal)).Select(entry => entry.parameter), lr: 0.003);
    }

    private sealed class Scheduled(CallStyle style, Func<int, double> factor) : ClassifierFixture(style)
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var optimizer = CreateOptimizer(model);
            return new(model, optimizer, lr_scheduler.LambdaLR(optimizer, factor));
        }
    }

    /// <summary>Its training step leaves the mode to the loop, as many do.</summary>
    private sealed class Evaluates(CallStyle style, bool restores) : ImageClassifierFixture(style)
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            training.Optimizer.step();
            return loss;
        }

        public override Tensor Evaluate(Module<Tensor, Tensor> model, Batch batch)
        {
            var trained = model.training;
            model.eval();
            using var untracked = no_grad();
            var loss = Loss(Forward(model, batch), batch);
            if (restores)
                model.train(trained);
            return loss;
        }
    }

    /// <summary>A frozen convolution with batch normalisation under a new head.</summary>
    private sealed class NormedBackbone : Module<Tensor, Tensor>
    {
        private readonly CallStyle style;
        private readonly bool still;
        private readonly Sequential backbone = Sequential(("conv", Conv2d(ImageClassifier.Channels, 8, 3, padding: 1)), ("norm", BatchNorm2d(8)), ("act", ReLU()), ("pool", MaxPool2d(2)));
        private readonly Linear head = Linear(8 * 4 * 4, ImageClassifier.Classes);

        public NormedBackbone(CallStyle style, bool still)
            : base(nameof(NormedBackbone))
        {
            (this.style, this.still) = (style, still);
            RegisterComponents();
            foreach (var parameter in backbone.parameters())
                parameter.requires_grad = false;
            train(true);
        }

        public override void train(bool on = true)
        {
            base.train(on);
            if (still)
                backbone.eval();
        }

        public override Tensor forward(Tensor images) => style.Run(head, style.Run(backbone, images).flatten(1));
    }

    private sealed class NormedBackboneFixture(CallStyle style, bool still) : ImageClassifierFixture(style, style => new NormedBackbone(style, still))
    {
        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam(model.parameters().Where(parameter => parameter.requires_grad), lr: 0.003);

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.train();
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class StepsTooEarly(CallStyle style) : ClassifierFixture(style)
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.train();
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            training.Optimizer.step();
            loss.backward();
            return loss;
        }
    }

    private sealed class Decaying(CallStyle style, double decay) : ClassifierFixture(style)
    {
        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam(model.parameters(), lr: 0.003, weight_decay: decay);
    }

    private sealed class Leaping(CallStyle style) : ClassifierFixture(style)
    {
        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => SGD(model.parameters(), learningRate: 30);
    }
}
