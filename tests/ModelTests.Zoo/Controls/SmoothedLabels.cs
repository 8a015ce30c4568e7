using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>A classifier whose loss has a floor above 0 because the labels are smoothed.</summary>
internal sealed class SmoothedLabelsFixture : ModelRecipes<Sequential>
{
    public override Sequential CreateModel() => Sequential(("fc1", Linear(10, 32)), ("act", ReLU()), ("fc2", Linear(32, 4)));

    public override ModelData CreateData()
    {
        var (inputs, classes) = ClassCentres.Draw(64, 10, 4);
        return ModelData.From(inputs, classes, batchSize: 16);
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target, label_smoothing: 0.1);

    public override Optimizer CreateOptimizer(Sequential model) => Adam(model.parameters(), lr: 0.005);
}

/// <summary>Mixed samples with mixed labels (Zhang et al. 2018, "mixup").</summary>
internal sealed class MixedLabelsFixture : ModelRecipes<Sequential>
{
    public override Sequential CreateModel() => Sequential(("fc1", Linear(10, 64)), ("act", ReLU()), ("fc2", Linear(64, 4)));

    public override ModelData CreateData()
    {
        var (inputs, classes) = ClassCentres.Draw(64, 10, 4);
        var labels = functional.one_hot(classes, 4).to(float32);
        var (share, others) = (rand(64, 1), randperm(64));
        return ModelData.From((share * inputs) + ((1 - share) * inputs[others]), (share * labels) + ((1 - share) * labels[others]), batchSize: 16);
    }

    public override Tensor Loss(Tensor output, Tensor target) => -(functional.log_softmax(output, 1) * target).sum(1).mean();

    public override Optimizer CreateOptimizer(Sequential model) => Adam(model.parameters(), lr: 0.005);
}
