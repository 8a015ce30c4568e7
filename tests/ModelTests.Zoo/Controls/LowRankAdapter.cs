using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>A frozen linear layer and a trainable product of rank 4 whose second factor begins at 0 (Hu et al. 2021, "LoRA").</summary>
internal sealed class LowRankAdapter : Module<Tensor, Tensor>
{
    private const int Rank = 4;

    private readonly Linear frozen;
    private readonly Parameter a;
    private readonly Parameter b;

    public LowRankAdapter(int inputs, int outputs)
        : base(nameof(LowRankAdapter))
    {
        frozen = Linear(inputs, outputs);
        foreach (var parameter in frozen.parameters())
            parameter.requires_grad = false;
        a = new Parameter(randn(Rank, inputs) / Math.Sqrt(inputs));
        b = new Parameter(zeros(outputs, Rank));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => frozen.call(input) + functional.linear(functional.linear(input, a), b);
}

internal sealed class AdaptedNetwork : Module<Tensor, Tensor>
{
    private readonly LowRankAdapter fc1 = new(10, 32);
    private readonly LowRankAdapter fc2 = new(32, 32);
    private readonly LowRankAdapter fc3 = new(32, 4);

    public AdaptedNetwork()
        : base(nameof(AdaptedNetwork)) => RegisterComponents();

    public override Tensor forward(Tensor input) => fc3.call(functional.relu(fc2.call(functional.relu(fc1.call(input)))));
}

internal sealed class AdaptedNetworkFixture : ModelRecipes<AdaptedNetwork>
{
    public override AdaptedNetwork CreateModel() => new();

    public override ModelData CreateData()
    {
        var (inputs, classes) = ClassCentres.Draw(64, 10, 4);
        return ModelData.From(inputs, classes, batchSize: 16);
    }

    public override Optimizer CreateOptimizer(AdaptedNetwork model) =>
        AdamW(model.parameters().Where(parameter => parameter.requires_grad), lr: 0.005);
}
