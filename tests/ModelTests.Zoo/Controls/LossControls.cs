using ModelTests.Models;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Healthy losses that look odd, each in both call styles.</summary>
internal static class LossControls
{
    /// <summary>All of them, in the order of their numbers.</summary>
    public static IReadOnlyList<ZooControl> All { get; } =
    [
        .. ZooControl.InBothStyles("H38", "a sum over the samples with a learning rate that suits it", style => new SumFixture(style)),
        .. ZooControl.InBothStyles("H40", "a loss whose weights have no gradient", style => new FocalFixture(style)),
        .. ZooControl.InBothStyles("H42", "targets that say the opposite of the output", style => new DistanceFixture(style)),
        .. ZooControl.InBothStyles("H74", "a class and a reconstruction, each with a loss", style => new TwoTermsFixture(style)),
        .. ZooControl.InBothStyles("H76", "a loss with centres that train", style => new CentreLossFixture(style)),
        .. ZooControl.InBothStyles("H78", "terms weighted by parameters that only the training has", style => new UncertaintyFixture(style)),
        .. ZooControl.InBothStyles("H80", "terms weighted by their running means", style => new RunningWeightsFixture(style)),
        .. ZooControl.InBothStyles("H82", "metrics of which less is better, and one of which more is", style => new MetricsFixture(style)),
    ];

    private sealed class SumFixture(CallStyle style) : RegressorFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, target, reduction: Reduction.Sum);

        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => SGD(model.parameters(), learningRate: 0.002, momentum: 0.5);
    }

    /// <summary>Sure samples count less (Lin et al. 2017, "Focal Loss for Dense Object Detection", equation 4), with the weight as a constant.</summary>
    private sealed class FocalFixture(CallStyle style) : ClassifierFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target)
        {
            var logarithm = functional.log_softmax(output, 1).gather(1, target.unsqueeze(1));
            return -((1 - logarithm.exp()).square().detach() * logarithm).mean();
        }
    }

    /// <summary>A distance that is to be 0 where the target is 1, and at least 1 where it is 0 (Hadsell et al. 2006, equation 4).</summary>
    private sealed class DistanceFixture(CallStyle style) : BinaryClassifierFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) =>
            ((target * output.square()) + ((1 - target) * (1 - output).clamp_min(0).square())).mean();
    }

    /// <summary>Two heads on the layers of the classifier: logits [N, 4] and the features again [N, 10].</summary>
    private sealed class TwoHeads : Module<Tensor, (Tensor Logits, Tensor Features)>
    {
        private readonly CallStyle style;
        private readonly TorchSharp.Modules.Linear trunk = Linear(Classifier.Features, Classifier.Hidden);
        private readonly TorchSharp.Modules.Linear classes = Linear(Classifier.Hidden, Classifier.Classes);
        private readonly TorchSharp.Modules.Linear features = Linear(Classifier.Hidden, Classifier.Features);

        public TwoHeads(CallStyle style)
            : base(nameof(TwoHeads))
        {
            this.style = style;
            RegisterComponents();
        }

        public override (Tensor Logits, Tensor Features) forward(Tensor input)
        {
            var hidden = functional.relu(style.Run(trunk, input));
            return (style.Run(classes, hidden), style.Run(features, hidden));
        }
    }

    private class TwoTermsFixture(CallStyle style) : ModelRecipes<Module<Tensor, (Tensor Logits, Tensor Features)>>
    {
        public override Module<Tensor, (Tensor Logits, Tensor Features)> CreateModel() => new TwoHeads(style);

        public override ModelData CreateData()
        {
            var (inputs, classes) = ClassCentres.Draw(96, Classifier.Features, Classifier.Classes);
            return HeldOut.From(inputs, classes, training: 64);
        }

        public override Tensor Loss(ModelOutput output, Batch batch)
        {
            var (first, second) = Terms(output, batch);
            return first + (0.1 * second);
        }

        public override Optimizer CreateOptimizer(Module<Tensor, (Tensor Logits, Tensor Features)> model) => Adam(model.parameters(), lr: 0.005);

        protected static (Tensor Classes, Tensor Features) Terms(ModelOutput output, Batch batch)
        {
            var (logits, features) = output;
            return (functional.cross_entropy(logits, batch.Target), functional.mse_loss(features, batch.Input));
        }
    }

    /// <summary>Each term has its own variance, which is learnt with the model (Kendall et al. 2018, "Multi-Task Learning Using Uncertainty", equation 10).</summary>
    private sealed class UncertaintyFixture(CallStyle style) : TwoTermsFixture(style)
    {
        public override Training<Module<Tensor, (Tensor Logits, Tensor Features)>> CreateTraining(Module<Tensor, (Tensor Logits, Tensor Features)> model)
        {
            var variances = new TorchSharp.Modules.Parameter(zeros(2));
            return new WithVariances(model, Adam(model.parameters().Append(variances), lr: 0.005), variances);
        }

        public override Tensor TrainStep(Training<Module<Tensor, (Tensor Logits, Tensor Features)>> training, Batch batch)
        {
            training.Model.train();
            training.Optimizer.zero_grad();
            var (first, second) = Terms(Forward(training.Model, batch), batch);
            var variances = ((WithVariances)training).Variances;
            var loss = ((stack([first, second]) * (-variances).exp()) + variances).sum();
            loss.backward();
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class WithVariances(Module<Tensor, (Tensor Logits, Tensor Features)> model, Optimizer optimizer, TorchSharp.Modules.Parameter variances)
        : Training<Module<Tensor, (Tensor Logits, Tensor Features)>>(model, optimizer)
    {
        public TorchSharp.Modules.Parameter Variances { get; } = variances;
    }

    /// <summary>The terms are brought to one scale by what they were of late.</summary>
    private sealed class RunningWeightsFixture(CallStyle style) : TwoTermsFixture(style)
    {
        private const double Kept = 0.9;

        public override Training<Module<Tensor, (Tensor Logits, Tensor Features)>> CreateTraining(Module<Tensor, (Tensor Logits, Tensor Features)> model) =>
            new WithMeans(model, CreateOptimizer(model));

        public override Tensor TrainStep(Training<Module<Tensor, (Tensor Logits, Tensor Features)>> training, Batch batch)
        {
            training.Model.train();
            training.Optimizer.zero_grad();
            var (first, second) = Terms(Forward(training.Model, batch), batch);
            var means = ((WithMeans)training).Means;
            using (no_grad())
                means.mul_(Kept).add_(stack([first, second]).detach(), alpha: 1 - Kept);
            var loss = (stack([first, second]) / means).sum();
            loss.backward();
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class WithMeans(Module<Tensor, (Tensor Logits, Tensor Features)> model, Optimizer optimizer) : Training<Module<Tensor, (Tensor Logits, Tensor Features)>>(model, optimizer)
    {
        public Tensor Means { get; } = ones(2);
    }

    /// <summary>The classes have centres among the hidden units, which the loss draws them to (Wen et al. 2016, "A Discriminative Feature Learning Approach", equation 5).</summary>
    private sealed class Centred : Module<Tensor, (Tensor Logits, Tensor Distances)>
    {
        private readonly CallStyle style;
        private readonly TorchSharp.Modules.Linear trunk = Linear(Classifier.Features, Classifier.Hidden);
        private readonly TorchSharp.Modules.Linear classes = Linear(Classifier.Hidden, Classifier.Classes);
        private readonly TorchSharp.Modules.Parameter centres = new(randn(Classifier.Classes, Classifier.Hidden) * 0.1);

        public Centred(CallStyle style)
            : base(nameof(Centred))
        {
            this.style = style;
            RegisterComponents();
        }

        public override (Tensor Logits, Tensor Distances) forward(Tensor input)
        {
            var hidden = functional.relu(style.Run(trunk, input));
            return (style.Run(classes, hidden), (hidden.unsqueeze(1) - centres).square().mean([2L]));
        }
    }

    private sealed class CentreLossFixture(CallStyle style) : ModelRecipes<Module<Tensor, (Tensor Logits, Tensor Distances)>>
    {
        public override Module<Tensor, (Tensor Logits, Tensor Distances)> CreateModel() => new Centred(style);

        public override ModelData CreateData()
        {
            var (inputs, classes) = ClassCentres.Draw(96, Classifier.Features, Classifier.Classes);
            return HeldOut.From(inputs, classes, training: 64);
        }

        public override Tensor Loss(ModelOutput output, Batch batch)
        {
            var (logits, distances) = output;
            return functional.cross_entropy(logits, batch.Target) + (0.5 * distances.gather(1, batch.Target.unsqueeze(1)).mean());
        }

        public override Optimizer CreateOptimizer(Module<Tensor, (Tensor Logits, Tensor Distances)> model) => Adam(model.parameters(), lr: 0.005);
    }

    private sealed class MetricsFixture(CallStyle style) : RegressorFixture(style)
    {
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch)
        {
            var errors = output.Tensor - batch.Target;
            return
            [
                new("root mean squared error", errors.square().mean().sqrt().ToDouble(), HigherIsBetter: false),
                new("largest error", errors.abs().max().ToDouble(), HigherIsBetter: false),
                new("within 0.1", errors.abs().lt(0.1).to(float32).mean().ToDouble(), HigherIsBetter: true),
            ];
        }
    }
}
