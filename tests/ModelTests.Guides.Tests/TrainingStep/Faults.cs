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
        #region Apply
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
        #region Apply
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
