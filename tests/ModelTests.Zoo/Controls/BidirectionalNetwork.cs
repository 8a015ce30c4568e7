using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>An LSTM over both directions; the mean of its states is classified.</summary>
internal sealed class BidirectionalNetwork : Module<Tensor, Tensor>
{
    private readonly CallStyle style;
    private readonly LSTM lstm = LSTM(RecurrentClassifier.Features, 16, batchFirst: true, bidirectional: true);
    private readonly Linear head = Linear(32, RecurrentClassifier.Classes);

    public BidirectionalNetwork(CallStyle style)
        : base(nameof(BidirectionalNetwork))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor sequences)
    {
        var (states, _, _) = style == CallStyle.Call ? lstm.call(sequences) : lstm.forward(sequences);
        return style.Run(head, states.mean([1]));
    }
}

internal sealed class BidirectionalFixture(CallStyle style) : ModelRecipes<Module<Tensor, Tensor>>
{
    public override Module<Tensor, Tensor> CreateModel() => new BidirectionalNetwork(style);

    public override ModelData CreateData() => new RecurrentClassifierFixture<RecurrentClassifierByCall>().CreateData();

    public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam(model.parameters(), lr: 0.01);
}
