using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Models;

/// <summary>Tells by one encoder for both whether two inputs [N, 8] are of the same class: one logit [N].</summary>
public abstract class SiameseNetwork : Module<Tensor, Tensor, Tensor>
{
    public const int Features = 8;

    protected readonly Linear encoder = Linear(Features, 32);
    protected readonly Linear embedding = Linear(32, 16);
    protected readonly Linear head = Linear(16, 1);

    protected SiameseNetwork()
        : base(nameof(SiameseNetwork)) => RegisterComponents();
}

public sealed class SiameseNetworkByCall : SiameseNetwork
{
    public override Tensor forward(Tensor left, Tensor right) => head.call((Embed(left) - Embed(right)).abs()).squeeze(1);

    private Tensor Embed(Tensor input) => embedding.call(functional.relu(encoder.call(input)));
}

public sealed class SiameseNetworkByForward : SiameseNetwork
{
    public override Tensor forward(Tensor left, Tensor right) => head.forward((Embed(left) - Embed(right)).abs()).squeeze(1);

    private Tensor Embed(Tensor input) => embedding.forward(functional.relu(encoder.forward(input)));
}

/// <summary>Pairs from four Gaussian classes; every other pair is of the same class.</summary>
public sealed class SiameseNetworkFixture<TModel> : ModelRecipes<TModel>
    where TModel : SiameseNetwork, new()
{
    private const int Classes = 4;

    public override TModel CreateModel() => new();

    public override ModelData CreateData()
    {
        var centres = randn(Classes, SiameseNetwork.Features) * 2;
        var left = randint(0, Classes, 64);
        var different = arange(64).remainder(2);
        var right = (left + (different * randint(1, Classes, 64))).remainder(Classes);
        var batch = new Batch([Draw(left), Draw(right)], [1 - different.to(float32)]);
        return ModelData.From([batch]);

        Tensor Draw(Tensor classes) => centres[classes] + (randn(64, SiameseNetwork.Features) * 0.5);
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.binary_cross_entropy_with_logits(output, target);

    public override Optimizer CreateOptimizer(TModel model) => Adam(model.parameters(), lr: 0.005);
}
