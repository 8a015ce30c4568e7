using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Unit vectors for two views of the same samples; the other samples of the batch are the negatives.</summary>
internal sealed class ContrastiveEncoder : Module<Tensor, Tensor, (Tensor First, Tensor Second)>
{
    private readonly Linear fc1 = Linear(8, 32);
    private readonly Linear fc2 = Linear(32, 16);

    public ContrastiveEncoder()
        : base(nameof(ContrastiveEncoder)) => RegisterComponents();

    public override (Tensor First, Tensor Second) forward(Tensor first, Tensor second) => (Embed(first), Embed(second));

    private Tensor Embed(Tensor input) => functional.normalize(fc2.call(functional.relu(fc1.call(input))), dim: 1);
}

internal sealed class ContrastiveEncoderFixture(double temperature) : ModelRecipes<ContrastiveEncoder>
{
    public override ContrastiveEncoder CreateModel() => new();

    public override ModelData CreateData()
    {
        var samples = randn(64, 8);
        return ModelData.From(samples.split(16).Select(batch => new Batch([batch + (randn_like(batch) * 0.1), batch + (randn_like(batch) * 0.1)], [])));
    }

    /// <summary>Each first view against all second ones (van den Oord et al. 2018, "Contrastive Predictive Coding", equation 4).</summary>
    public override Tensor Loss(ModelOutput output, Batch batch)
    {
        var (first, second) = output;
        return functional.cross_entropy(first.matmul(second.t()) / temperature, arange(batch.Size));
    }

    public override Optimizer CreateOptimizer(ContrastiveEncoder model) => Adam(model.parameters(), lr: 0.005);
}
