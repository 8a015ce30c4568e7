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
        new("TL01", "no zero_grad", Stage.TrainingStep, () => new ClassifierFixture(), () => new NeverCleared())
        {
            AcceptedLocations = [Step, "zero_grad", "^gradients?( of .*)?$"],
        },
        new("TL03", "the optimizer belongs to another instance", Stage.TrainingStep, () => new ImageClassifierFixture(), () => new OtherInstance())
        {
            AcceptedLocations = ["^optimizer", "^CreateOptimizer"],
        },
        new("TL05", "gradients clipped to a norm of 0", Stage.TrainingStep, () => new CausalLanguageModelFixture(), () => new ClippedToZero())
        {
            AcceptedLocations = [Step, "clip", "max_norm"],
        },
        new("TL07", "the schedule raises the learning rate", Stage.TrainingStep, () => new DecayingRate(0.99), () => new DecayingRate(1.2))
        {
            AcceptedLocations = ["^learning rate", "^schedul", "^CreateTraining"],
        },
        new("TL09", "trains in evaluation mode", Stage.TrainingStep, () => new ImageClassifierFixture(), () => new TrainsInEvaluationMode())
        {
            AcceptedLocations = [Step, "^train(ing)? mode", "^norm[12](\\.running_(mean|var)|\\.num_batches_tracked)?$"],
        },
        new("TL11", "the head is frozen, and not the backbone", Stage.TrainingStep, () => new FrozenBackboneFixture(), () => new FrozenBackboneFixture(() => new FrozenHead()))
        {
            Declared = [.. Contract.Named("StaysFrozen", "backbone.**")],
            AcceptedLocations = ["^backbone(\\.|$)", "^head(\\.|$)"],
        },
    ];

    private sealed class NeverCleared : ClassifierFixture
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

    private sealed class OtherInstance : ImageClassifierFixture
    {
        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => base.CreateOptimizer(CreateModel());
    }

    private sealed class ClippedToZero : CausalLanguageModelFixture
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

    private sealed class DecayingRate(double gamma) : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var optimizer = CreateOptimizer(model);
            return new(model, optimizer, lr_scheduler.StepLR(optimizer, step_size: 1, gamma: gamma));
        }
    }

    private sealed class TrainsInEvaluationMode : ImageClassifierFixture
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

    private sealed class FrozenHead : FrozenBackbone
    {
        protected override void Freeze()
        {
            foreach (var parameter in head.parameters())
                parameter.requires_grad = false;
        }
    }
}
