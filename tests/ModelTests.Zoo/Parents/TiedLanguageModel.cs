using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>R17, as R4, and the head's weight is the token embedding's.</summary>
internal class TiedLanguageModel : CausalLanguageModel
{
    public TiedLanguageModel(CallStyle style)
        : base(style)
    {
        // The embedding's own scale of 1 would make logits of the head that are too large.
        init.normal_(emb.weight!, 0, 0.2);
        head.weight = emb.weight!;
    }
}

/// <summary>The tied weight is given to the optimizer once, although it has two names.</summary>
/// <param name="style">How the model runs its layers.</param>
/// <param name="create">Makes the model; the healthy one unless given.</param>
internal class TiedLanguageModelFixture(CallStyle style = CallStyle.Call, Func<CallStyle, Module<Tensor, Tensor>>? create = null)
    : CausalLanguageModelFixture(style, create ?? (style => new TiedLanguageModel(style)))
{
    public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) =>
        Adam(model.named_parameters().Where(entry => entry.name != "head.weight").Select(entry => entry.parameter), lr: 0.003);
}
