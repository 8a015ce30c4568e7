using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>A recurrent layer on sequences of one step: its hidden-to-hidden weights meet only zeros.</summary>
internal sealed class SingleTimeStep : Module<Tensor, Tensor>
{
    private readonly LSTM lstm = LSTM(6, 16, batchFirst: true);
    private readonly Linear head = Linear(16, 1);

    public SingleTimeStep()
        : base(nameof(SingleTimeStep)) => RegisterComponents();

    public override Tensor forward(Tensor sequences)
    {
        var (states, _, _) = lstm.forward(sequences);
        return head.forward(states.select(1, states.shape[1] - 1)).squeeze(1);
    }
}

internal sealed class SingleTimeStepFixture : ModelRecipes<SingleTimeStep>
{
    public override SingleTimeStep CreateModel() => new();

    public override ModelData CreateData()
    {
        var inputs = randn(64, 1, 6);
        return ModelData.From(inputs, inputs.sum([1, 2]).sin(), batchSize: 16);
    }

    public override Optimizer CreateOptimizer(SingleTimeStep model) => Adam(model.parameters(), lr: 0.01);
}
