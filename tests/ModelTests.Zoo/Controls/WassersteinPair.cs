using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>A critic that trains in every step, and a generator that trains in every fifth.</summary>
internal sealed class WassersteinPair
{
    public const int Noise = 4;

    public Sequential Generator { get; } = Sequential(("fc1", Linear(Noise, 16)), ("act", ReLU()), ("fc2", Linear(16, 2)));

    public Sequential Critic { get; } = Sequential(("fc1", Linear(2, 16)), ("act", LeakyReLU(0.2)), ("fc2", Linear(16, 1)));
}

internal sealed class WassersteinPairFixture : ModelRecipes<WassersteinPair>
{
    private const int CriticSteps = 5;

    public override WassersteinPair CreateModel() => new();

    public override ModelData CreateData()
    {
        var angle = rand(64) * (2 * Math.PI);
        return ModelData.From(stack([angle.cos(), angle.sin()], 1).split(16).Select(points => new Batch([points], [])));
    }

    public override Training<WassersteinPair> CreateTraining(WassersteinPair model) =>
        new(model, [RMSProp(model.Critic.parameters(), lr: 5e-4), RMSProp(model.Generator.parameters(), lr: 5e-4)]);

    /// <summary>Arjovsky et al. 2017, "Wasserstein GAN", algorithm 1.</summary>
    public override Tensor TrainStep(Training<WassersteinPair> training, Batch batch)
    {
        var (generator, critic) = (training.Model.Generator, training.Model.Critic);
        var (criticOptimizer, generatorOptimizer) = (training.Optimizers[0], training.Optimizers[1]);

        criticOptimizer.zero_grad();
        var loss = critic.call(generator.call(randn(batch.Size, WassersteinPair.Noise)).detach()).mean() - critic.call(batch.Input).mean();
        loss.backward();
        criticOptimizer.step();
        using (no_grad())
        {
            foreach (var weight in critic.parameters())
                weight.clamp_(-0.1, 0.1);
        }

        if (training.StepsTaken % CriticSteps == CriticSteps - 1)
        {
            generatorOptimizer.zero_grad();
            (-critic.call(generator.call(randn(batch.Size, WassersteinPair.Noise))).mean()).backward();
            generatorOptimizer.step();
        }
        return loss;
    }
}
