using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Guides.FineTunedModel;

#region Model
/// <summary>A new head on a frozen backbone.</summary>
public class FineTunedNet : Module<Tensor, Tensor>
{
    protected readonly Backbone backbone = new();
    protected readonly Linear head = Linear(Backbone.Features, 3);

    public FineTunedNet(Stream weights)
        : base(nameof(FineTunedNet))
    {
        backbone.load(weights);
        foreach (var parameter in backbone.parameters())
            parameter.requires_grad = false;
        RegisterComponents();
    }

    /// <summary>The backbone stays in evaluation mode, so that its running statistics are as frozen as its weights.</summary>
    public override void train(bool train = true)
    {
        base.train(train);
        backbone.eval();
    }

    public override Tensor forward(Tensor images) => head.call(backbone.call(images));
}
#endregion
