using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Faults in the training step, the optimizer and its schedule.</summary>
internal static class TrainingLoopCases
{
    private const string Step = "^TrainStep";

    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("TL01", "no zero_grad", style => new ClassifierFixture(style), style => new NeverCleared(style),
            [Step, "zero_grad", "^gradients?( of .*)?$"]),
        .. Case("TL03", "the optimizer belongs to another instance", style => new ImageClassifierFixture(style), style => new OtherInstance(style),
            ["^optimizer", "^CreateOptimizer"]),
        .. Case("TL05", "gradients clipped to a norm of 0", style => new CausalLanguageModelFixture(style), style => new ClippedToZero(style),
            [Step, "clip", "max_norm"]),
        .. Case("TL07", "the schedule raises the learning rate", style => new DecayingRate(style, 0.99), style => new DecayingRate(style, 1.2),
            ["^learning rate", "^schedul", "^CreateTraining"]),
        .. Case("TL09", "trains in evaluation mode", style => new ImageClassifierFixture(style), style => new TrainsInEvaluationMode(style),
            [Step, "^train(ing)? mode", "^norm[12](\\.running_(mean|var)|\\.num_batches_tracked)?$"]),
        .. Case("TL11", "the head is frozen, and not the backbone", style => new FrozenBackboneFixture(style), style => new FrozenBackboneFixture(style, style => new FrozenHead(style)),
            ["^backbone(\\.|$)", "^head(\\.|$)"], Contract.Named("StaysFrozen", "backbone.**")),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted, IEnumerable<CheckAttribute>? declared = null) =>
        ZooCase.InBothStyles(id, title, Stage.TrainingStep, parent, mutant, accepted, declared);

    private sealed class NeverCleared(CallStyle style) : ClassifierFixture(style)
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.train();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class OtherInstance(CallStyle style) : ImageClassifierFixture(style)
    {
        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => base.CreateOptimizer(CreateModel());
    }

    private sealed class ClippedToZero(CallStyle style) : CausalLanguageModelFixture(style)
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.train();
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            nn.utils.clip_grad_norm_(training.Model.parameters(), 0.0);
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class DecayingRate(CallStyle style, double gamma) : ClassifierFixture(style)
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var optimizer = CreateOptimizer(model);
            return new(model, optimizer, lr_scheduler.StepLR(optimizer, step_size: 1, gamma: gamma));
        }
    }

    private sealed class TrainsInEvaluationMode(CallStyle style) : ImageClassifierFixture(style)
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.eval();
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class FrozenHead(CallStyle style) : FrozenBackbone(style)
    {
        protected override void Freeze()
        {
            foreach (var parameter in head.parameters())
                parameter.requires_grad = false;
        }
    }
}
