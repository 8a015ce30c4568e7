using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>A causal convolutional language model: nobody can tell what follows the first token.</summary>
internal sealed class CausalNetwork : Module<Tensor, Tensor>
{
    private const int Width = 32;

    private readonly Embedding embedding;
    private readonly Conv1d conv1 = Conv1d(Width, Width, 3);
    private readonly Conv1d conv2 = Conv1d(Width, Width, 3, dilation: 2);
    private readonly Linear head;

    public CausalNetwork(int vocabulary)
        : base(nameof(CausalNetwork))
    {
        embedding = Embedding(vocabulary, Width);
        head = Linear(Width, vocabulary);
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens)
    {
        var states = embedding.call(tokens).transpose(1, 2);
        states = functional.relu(conv1.call(functional.pad(states, [2, 0])));
        states = functional.relu(conv2.call(functional.pad(states, [4, 0])));
        return head.call(states.transpose(1, 2));
    }
}

/// <summary>Random tokens: only the place in the text tells what comes next.</summary>
internal sealed class CausalNetworkFixture(int vocabulary) : ModelRecipes<CausalNetwork>
{
    private const int Length = 8;

    public override CausalNetwork CreateModel() => new(vocabulary);

    public override ModelData CreateData()
    {
        var tokens = randint(0, vocabulary, [64, Length + 1]);
        return ModelData.From(tokens.narrow(1, 0, Length), tokens.narrow(1, 1, Length), batchSize: 16);
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output.transpose(1, 2), target);

    public override Optimizer CreateOptimizer(CausalNetwork model) => Adam(model.parameters(), lr: 0.005);
}
