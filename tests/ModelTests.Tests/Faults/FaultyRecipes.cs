using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>The healthy fixture with one fault each, in the loss, the optimizer or the training step.</summary>
internal static class FaultyRecipes
{
    /// <summary>The healthy recipes around a faulty model.</summary>
    internal class Around(Func<Module<Tensor, Tensor>> model) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => model();
    }

    internal sealed class UnconnectedLayer : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new FaultyClassifiers.UnconnectedLayer();
    }

    internal sealed class ZeroVarianceFeature : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new FaultyClassifiers.ZeroVarianceFeature();
    }

    internal sealed class OptimizerOfAnotherModel : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => base.CreateOptimizer(CreateModel());
    }

    internal sealed class HeadNotInOptimizer : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) =>
            optim.Adam(model.named_parameters().Where(entry => !entry.name.StartsWith("Third", StringComparison.Ordinal) && !entry.name.Contains("<Third>", StringComparison.Ordinal)).Select(entry => entry.parameter), lr: 0.01);
    }

    internal sealed class ZeroLearningRate : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.SGD(model.parameters(), learningRate: 0);
    }

    internal sealed class HugeLearningRate : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.SGD(model.parameters(), learningRate: 30);
    }

    internal sealed class ClippedToZero : ClassifierFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            nn.utils.clip_grad_norm_(training.Model.parameters(), 0);
            training.Optimizer.step();
            return loss;
        }
    }

    internal sealed class StepNeverCalled : ClassifierFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            return loss;
        }
    }

    internal sealed class WeightDecayMovesUnconnectedLayer : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new FaultyClassifiers.UnconnectedLayer();

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.AdamW(model.parameters(), lr: 0.01, weight_decay: 0.1);

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            foreach (var parameter in training.Model.parameters())
                parameter.grad = zeros_like(parameter);
            return base.TrainStep(training, batch);
        }
    }

    /// <summary>The target [N] and the output [N, 1] broadcast to [N, N].</summary>
    internal sealed class BroadcastingLoss : RegressorFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => (output - target.squeeze(1)).square().mean();
    }

    internal sealed class ClippedOutput : RegressorFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => Sequential(("net", base.CreateModel()), ("clip", ReLU()));
    }

    internal sealed class UnstableLoss : ClassifierFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) =>
            functional.softmax(output, 1).gather(1, target.unsqueeze(1)).log().mean().neg();
    }

    internal sealed class NotANumberInData : ClassifierFixture
    {
        public override ModelData CreateData()
        {
            var inputs = randn(64, 10);
            inputs[3, 7] = float.NaN;
            return ModelData.From(inputs, arange(64) % 4);
        }
    }

    internal sealed class DivergingSum : RegressorFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, target, Reduction.Sum);

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.SGD(model.parameters(), learningRate: 0.5);
    }
}

/// <summary>A healthy regressor with signed targets of shape [N, 1].</summary>
internal class RegressorFixture : ClassifierFixture
{
    public override Module<Tensor, Tensor> CreateModel() =>
        Sequential(("first", Linear(10, 32)), ("activation", Tanh()), ("last", Linear(32, 1)));

    public override ModelData CreateData()
    {
        using var generator = new Generator(2);
        var inputs = randn(64, 10, generator: generator);
        using var weights = randn(10, 1, generator: generator);
        return ModelData.From(inputs, inputs.matmul(weights).sin());
    }
}
