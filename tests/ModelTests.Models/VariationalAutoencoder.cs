using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Models;

/// <summary>A variational autoencoder of binary images [N, 256]: returns the logits of the reconstruction, and mean and log variance of 4 latent variables.</summary>
public abstract class VariationalAutoencoder : Module<Tensor, (Tensor Reconstruction, Tensor Mean, Tensor LogVariance)>
{
    public const int Pixels = 16 * 16;
    public const int Latent = 4;

    protected readonly Linear encoder = Linear(Pixels, 64);
    protected readonly Linear meanHead = Linear(64, Latent);
    protected readonly Linear logVarianceHead = Linear(64, Latent);
    protected readonly Linear decoder = Linear(Latent, 64);
    protected readonly Linear pixelHead = Linear(64, Pixels);

    protected VariationalAutoencoder()
        : base(nameof(VariationalAutoencoder)) => RegisterComponents();

    /// <summary>A sample of the latent variables through which gradients reach mean and log variance.</summary>
    protected static Tensor Sample(Tensor mean, Tensor logVariance) => mean + (randn_like(mean) * (logVariance / 2).exp());
}

public sealed class VariationalAutoencoderByCall : VariationalAutoencoder
{
    public override (Tensor, Tensor, Tensor) forward(Tensor images)
    {
        var features = functional.relu(encoder.call(images));
        var (mean, logVariance) = (meanHead.call(features), logVarianceHead.call(features));
        var reconstruction = pixelHead.call(functional.relu(decoder.call(Sample(mean, logVariance))));
        return (reconstruction, mean, logVariance);
    }
}

public sealed class VariationalAutoencoderByForward : VariationalAutoencoder
{
    public override (Tensor, Tensor, Tensor) forward(Tensor images)
    {
        var features = functional.relu(encoder.forward(images));
        var (mean, logVariance) = (meanHead.forward(features), logVarianceHead.forward(features));
        var reconstruction = pixelHead.forward(functional.relu(decoder.forward(Sample(mean, logVariance))));
        return (reconstruction, mean, logVariance);
    }
}

/// <summary>White squares of random place and size on black.</summary>
public sealed class VariationalAutoencoderFixture<TModel> : ModelRecipes<TModel>
    where TModel : VariationalAutoencoder, new()
{
    public override TModel CreateModel() => new();

    public override ModelData CreateData()
    {
        var images = zeros(32, 16, 16);
        var squares = randint(0, 9, [32, 2]);
        var sizes = randint(4, 8, 32);
        for (var i = 0; i < 32; i++)
        {
            var size = sizes[i].item<long>();
            images[i].narrow(0, squares[i, 0].item<long>(), size).narrow(1, squares[i, 1].item<long>(), size).fill_(1);
        }
        return ModelData.From(images.flatten(1).split(16).Select(batch => new Batch([batch], [])));
    }

    /// <summary>The negative evidence lower bound in nats per image (Kingma and Welling 2014, "Auto-Encoding Variational Bayes", equation 10).</summary>
    public override Tensor Loss(ModelOutput output, Batch batch)
    {
        var (reconstruction, mean, logVariance) = output;
        var likelihood = functional.binary_cross_entropy_with_logits(reconstruction, batch.Input, reduction: Reduction.Sum);
        var divergence = -0.5 * (1 + logVariance - mean.square() - logVariance.exp()).sum();
        return (likelihood + divergence) / batch.Size;
    }

    public override Optimizer CreateOptimizer(TModel model) => Adam(model.parameters(), lr: 0.005);
}
