using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Guides.TrainingStep;

#region Tests
[StandardChecks]
[OptimizerCoversModel(MaxGradientNorm = 1)]
public class TrainerTests : ModelFixture<Module<Tensor, Tensor>>
{
    public override Module<Tensor, Tensor> CreateModel() =>
        Sequential(("hidden", Linear(10, 32)), ("activation", ReLU()), ("scores", Linear(32, 4)));

    public override ModelData CreateData() => Synthetic.GaussianClasses(features: 10, classes: 4);

    public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new Trained(CreateTrainer(model));

    public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch) =>
        ((Trained)training).Trainer.TrainOn(batch.Input, batch.Target);

    protected virtual Trainer CreateTrainer(Module<Tensor, Tensor> model) => new(model);

    private sealed class Trained(Trainer trainer) : Training<Module<Tensor, Tensor>>(trainer.Model, trainer.Optimizer, trainer.Schedule)
    {
        public Trainer Trainer => trainer;
    }
}
#endregion
