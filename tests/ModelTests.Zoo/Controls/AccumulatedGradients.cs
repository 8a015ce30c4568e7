using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>The optimizer steps on the gradients of four batches together, and they are cleared after it.</summary>
internal sealed class AccumulatedGradientsFixture : ModelRecipes<Sequential>
{
    private const int Batches = 4;

    public override Sequential CreateModel() =>
        Sequential(("fc1", Linear(10, 32)), ("act1", ReLU()), ("fc2", Linear(32, 32)), ("act2", ReLU()), ("fc3", Linear(32, 4)));

    public override ModelData CreateData()
    {
        var (inputs, classes) = ClassCentres.Draw(64, 10, 4);
        return ModelData.From(inputs, classes, batchSize: 8);
    }

    public override Optimizer CreateOptimizer(Sequential model) => Adam(model.parameters(), lr: 0.005);

    public override Tensor TrainStep(Training<Sequential> training, Batch batch)
    {
        training.Model.train();
        var loss = Loss(Forward(training.Model, batch), batch) / Batches;
        loss.backward();
        if ((training.StepsTaken + 1) % Batches == 0)
        {
            training.Optimizer.step();
            training.Optimizer.zero_grad();
        }
        return loss;
    }
}
