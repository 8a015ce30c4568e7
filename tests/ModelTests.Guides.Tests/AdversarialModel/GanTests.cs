using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;
using static TorchSharp.torch.optim;

namespace ModelTests.Guides.AdversarialModel;

#region Tests
[StandardChecks]
public class GanTests : ModelFixture<Gan>
{
    public override Gan CreateModel() => new(new PointGenerator(), new Discriminator());

    /// <summary>Points on a circle, and the noise of each: a batch of two inputs, without a target.</summary>
    public override ModelData CreateData()
    {
        var points = Circle.Points(samples: 64);
        var noise = randn(64, 4);
        return ModelData.From(points.split(16).Zip(noise.split(16), (real, seeds) => new Batch([real, seeds], [])));
    }

    public override ModelOutput Forward(Gan model, Batch batch)
    {
        var (real, noise) = (batch.Inputs[0], batch.Inputs[1]);
        return (model.Discriminator.call(real), model.Discriminator.call(model.Generator.call(noise)));
    }

    public override Training<Gan> CreateTraining(Gan model) =>
        new(model, [Adam(model.Discriminator.parameters(), lr: 0.001, beta1: 0.5), Adam(model.Generator.parameters(), lr: 0.001, beta1: 0.5)]);

    public override Tensor TrainStep(Training<Gan> training, Batch batch)
    {
        var (generator, discriminator) = training.Model;
        var (discriminatorOptimizer, generatorOptimizer) = (training.Optimizers[0], training.Optimizers[1]);
        var fake = generator.call(batch.Inputs[1]);

        discriminatorOptimizer.zero_grad();
        var discriminatorLoss = Judged(discriminator.call(batch.Inputs[0]), real: true) + Judged(discriminator.call(fake.detach()), real: false);
        discriminatorLoss.backward();
        discriminatorOptimizer.step();

        generatorOptimizer.zero_grad();
        var generatorLoss = Judged(discriminator.call(fake), real: true);
        generatorLoss.backward();
        generatorOptimizer.step();
        return discriminatorLoss + generatorLoss;
    }

    private static Tensor Judged(Tensor logits, bool real) =>
        binary_cross_entropy_with_logits(logits, real ? ones_like(logits) : zeros_like(logits));
}
#endregion
