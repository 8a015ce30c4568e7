using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Predicts from a noisy point and its time which noise was added.</summary>
internal sealed class NoisePredictor : Module<Tensor, Tensor, Tensor>
{
    public const int Times = 50;
    private const int Width = 64;

    private readonly Embedding time = Embedding(Times, Width);
    private readonly Linear fc1 = Linear(2, Width);
    private readonly Linear fc2 = Linear(Width, Width);
    private readonly Linear fc3 = Linear(Width, 2);

    public NoisePredictor()
        : base(nameof(NoisePredictor)) => RegisterComponents();

    public override Tensor forward(Tensor noisy, Tensor times) =>
        fc3.call(functional.silu(fc2.call(functional.silu(fc1.call(noisy) + time.call(times)))));
}

/// <summary>A random time and random noise for each sample (Ho et al. 2020, "Denoising Diffusion Probabilistic Models", algorithm 1), drawn in the forward call.</summary>
internal sealed class NoisePredictorFixture : ModelRecipes<NoisePredictor>
{
    public override NoisePredictor CreateModel() => new();

    public override ModelData CreateData()
    {
        var angle = rand(64) * (2 * Math.PI);
        return ModelData.From(stack([angle.cos(), angle.sin()], 1).split(16).Select(points => new Batch([points], [])));
    }

    public override ModelOutput Forward(NoisePredictor model, Batch batch) => Predict(model, batch.Input);

    public override Tensor Loss(ModelOutput output, Batch batch)
    {
        var (predicted, noise) = output;
        return functional.mse_loss(predicted, noise);
    }

    public override Optimizer CreateOptimizer(NoisePredictor model) => Adam(model.parameters(), lr: 0.002);

    private static (Tensor Predicted, Tensor Noise) Predict(NoisePredictor model, Tensor points)
    {
        var times = randint(0, NoisePredictor.Times, points.shape[0]);
        var noise = randn_like(points);
        var kept = (1 - linspace(1e-4, 0.1, NoisePredictor.Times)).cumprod(0)[times].unsqueeze(1);
        return (model.call((points * kept.sqrt()) + (noise * (1 - kept).sqrt()), times), noise);
    }
}

/// <summary>The same with everything in the training step: there is no loss apart from it.</summary>
internal sealed class NoisePredictorInStepFixture : ModelRecipes<NoisePredictor>
{
    public override NoisePredictor CreateModel() => new();

    public override ModelData CreateData() => ModelData.From(randn(64, 2).split(16).Select(points => new Batch([points], [])));

    public override Tensor TrainStep(Training<NoisePredictor> training, Batch batch)
    {
        var times = randint(0, NoisePredictor.Times, batch.Size);
        var noise = randn_like(batch.Input);
        var kept = (1 - (times / (double)NoisePredictor.Times)).unsqueeze(1);
        training.Optimizer.zero_grad();
        var loss = functional.mse_loss(training.Model.call((batch.Input * kept.sqrt()) + (noise * (1 - kept).sqrt()), times), noise);
        loss.backward();
        training.Optimizer.step();
        return loss;
    }
}
