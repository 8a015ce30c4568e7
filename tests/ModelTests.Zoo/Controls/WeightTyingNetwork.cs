using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>The output layer uses the embedding's own weight, so one parameter is listed under two names.</summary>
internal sealed class WeightTyingNetwork : Module<Tensor, Tensor>
{
    public const int Vocabulary = 12;
    public const int Length = 6;
    private const int Width = 16;

    private readonly Embedding embedding = Embedding(Vocabulary, Width);
    private readonly GRU recurrent = GRU(Width, Width, batchFirst: true);
    private readonly Linear decoder = Linear(Width, Vocabulary);

    public WeightTyingNetwork()
        : base(nameof(WeightTyingNetwork))
    {
        decoder.weight = embedding.weight!;
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        var (states, _) = recurrent.call(embedding.call(tokens));
        return decoder.call(states);
    }
}

internal sealed class WeightTyingNetworkFixture : ModelRecipes<WeightTyingNetwork>
{
    public override WeightTyingNetwork CreateModel() => new();

    public override ModelData CreateData()
    {
        var start = randint(0, WeightTyingNetwork.Vocabulary, [64, 1]);
        var tokens = (start + (randint(1, 4, [64, 1]) * arange(WeightTyingNetwork.Length + 1))).remainder(WeightTyingNetwork.Vocabulary);
        return ModelData.From(tokens.narrow(1, 0, WeightTyingNetwork.Length), tokens.narrow(1, 1, WeightTyingNetwork.Length), batchSize: 16);
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output.flatten(0, 1), target.flatten());

    /// <summary>Given the shared weight twice, Adam would apply each of its steps twice.</summary>
    public override Optimizer CreateOptimizer(WeightTyingNetwork model) =>
        Adam(model.parameters().DistinctBy(parameter => parameter.storage<float>().data_ptr()), lr: 0.01);
}
