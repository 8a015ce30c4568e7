using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Models;

/// <summary>Two modules that train against each other; the pair is no module itself.</summary>
public sealed record GenerativeAdversarialNetwork(Generator Generator, Discriminator Discriminator);

/// <summary>Noise [N, 4] into points [N, 2].</summary>
public abstract class Generator : Module<Tensor, Tensor>
{
    public const int Noise = 4;

    protected readonly Linear hidden = Linear(Noise, 16);
    protected readonly Linear head = Linear(16, 2);

    protected Generator()
        : base(nameof(Generator)) => RegisterComponents();
}

/// <summary>Points [N, 2] into the logit [N, 1] of their being real.</summary>
public abstract class Discriminator : Module<Tensor, Tensor>
{
    protected readonly Linear hidden = Linear(2, 16);
    protected readonly Linear head = Linear(16, 1);

    protected Discriminator()
        : base(nameof(Discriminator)) => RegisterComponents();
}

public sealed class GeneratorByCall : Generator
{
    public override Tensor forward(Tensor noise) => head.call(functional.relu(hidden.call(noise)));
}

public sealed class DiscriminatorByCall : Discriminator
{
    public override Tensor forward(Tensor points) => head.call(functional.leaky_relu(hidden.call(points), 0.2));
}

public sealed class GeneratorByForward : Generator
{
    public override Tensor forward(Tensor noise) => head.forward(functional.relu(hidden.forward(noise)));
}

public sealed class DiscriminatorByForward : Discriminator
{
    public override Tensor forward(Tensor points) => head.forward(functional.leaky_relu(hidden.forward(points), 0.2));
}

/// <summary>Points on a circle; no target and no loss apart from the training step.</summary>
public sealed class GenerativeAdversarialNetworkFixture<TGenerator, TDiscriminator> : ModelRecipes<GenerativeAdversarialNetwork>
    where TGenerator : Generator, new()
    where TDiscriminator : Discriminator, new()
{
    public override GenerativeAdversarialNetwork CreateModel() => new(new TGenerator(), new TDiscriminator());

    public override ModelData CreateData()
    {
        var angle = rand(64) * (2 * Math.PI);
        var points = stack([angle.cos(), angle.sin()], 1) + (randn(64, 2) * 0.05);
        return ModelData.From(points.split(16).Select(batch => new Batch([batch], [])));
    }

    /// <summary>The discriminator's opinion of the real points and of as many generated ones.</summary>
    public override ModelOutput Forward(GenerativeAdversarialNetwork model, Batch batch)
    {
        var (generator, discriminator) = model;
        return (discriminator.call(batch.Input), discriminator.call(generator.call(randn(batch.Size, Generator.Noise))));
    }

    public override Training<GenerativeAdversarialNetwork> CreateTraining(GenerativeAdversarialNetwork model) =>
        new(model, [Adam(model.Discriminator.parameters(), lr: 0.001, beta1: 0.5), Adam(model.Generator.parameters(), lr: 0.001, beta1: 0.5)]);

    /// <summary>One step of the discriminator, then one of the generator with the non-saturating loss (Goodfellow et al. 2014, "Generative Adversarial Nets").</summary>
    public override Tensor TrainStep(Training<GenerativeAdversarialNetwork> training, Batch batch)
    {
        var (generator, discriminator) = training.Model;
        var (discriminatorOptimizer, generatorOptimizer) = (training.Optimizers[0], training.Optimizers[1]);
        var fake = generator.call(randn(batch.Size, Generator.Noise));

        discriminatorOptimizer.zero_grad();
        var discriminatorLoss = Judged(discriminator.call(batch.Input), real: true) + Judged(discriminator.call(fake.detach()), real: false);
        discriminatorLoss.backward();
        discriminatorOptimizer.step();

        generatorOptimizer.zero_grad();
        var generatorLoss = Judged(discriminator.call(fake), real: true);
        generatorLoss.backward();
        generatorOptimizer.step();
        return discriminatorLoss + generatorLoss;
    }

    private static Tensor Judged(Tensor logits, bool real) =>
        functional.binary_cross_entropy_with_logits(logits, real ? ones_like(logits) : zeros_like(logits));
}
