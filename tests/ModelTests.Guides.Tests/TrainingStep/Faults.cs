using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Guides.TrainingStep;

/// <summary>One fault each in the repository's trainer.</summary>
internal static class NeverCleared
{
    internal sealed class TrainerTests : TrainingStep.TrainerTests
    {
        protected override TrainingStep.Trainer CreateTrainer(Module<Tensor, Tensor> model) => new Trainer(model);
    }

    private sealed class Trainer(Module<Tensor, Tensor> model) : TrainingStep.Trainer(model)
    {
        #region NeverCleared
        protected override void Apply()
        {
            nn.utils.clip_grad_norm_(Model.parameters(), 1);
            Optimizer.step();
            Schedule.step();
        }
        #endregion
    }
}

internal static class ClippedTooLate
{
    internal sealed class TrainerTests : TrainingStep.TrainerTests
    {
        protected override TrainingStep.Trainer CreateTrainer(Module<Tensor, Tensor> model) => new Trainer(model);
    }

    private sealed class Trainer(Module<Tensor, Tensor> model) : TrainingStep.Trainer(model)
    {
        #region ClippedTooLate
        protected override void Apply()
        {
            Optimizer.step();
            nn.utils.clip_grad_norm_(Model.parameters(), 1);
            Schedule.step();
            Optimizer.zero_grad();
        }
        #endregion
    }
}

internal static class KeepsLosses
{
    internal sealed class TrainerTests : TrainingStep.TrainerTests
    {
        protected override TrainingStep.Trainer CreateTrainer(Module<Tensor, Tensor> model) => new Trainer(model);
    }

    private sealed class Trainer(Module<Tensor, Tensor> model) : TrainingStep.Trainer(model)
    {
        #region KeepsLosses
        private readonly List<Tensor> losses = [];

        public override Tensor TrainOn(Tensor inputs, Tensor labels)
        {
            var loss = base.TrainOn(inputs, labels);
            losses.Add(loss.alias());
            return loss;
        }
        #endregion
    }
}

internal static class Resumed
{
    [ResumesExactly]
    internal sealed class TrainerTests : TrainingStep.TrainerTests;
}
