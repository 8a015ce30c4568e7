using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>A second head that helps in training and is not run in evaluation.</summary>
internal sealed class AuxiliaryHead : Module<Tensor, (Tensor Main, Tensor? Auxiliary)>
{
    private readonly Linear stem = Linear(10, 32);
    private readonly Linear deep = Linear(32, 32);
    private readonly Linear main = Linear(32, 4);
    private readonly Linear auxiliary = Linear(32, 4);

    public AuxiliaryHead()
        : base(nameof(AuxiliaryHead)) => RegisterComponents();

    public override (Tensor Main, Tensor? Auxiliary) forward(Tensor input)
    {
        var early = functional.relu(stem.call(input));
        var late = functional.relu(deep.call(early));
        return (main.call(late), training ? auxiliary.call(early) : null);
    }
}

internal sealed class AuxiliaryHeadFixture : ModelRecipes<AuxiliaryHead>
{
    public override AuxiliaryHead CreateModel() => new();

    public override ModelData CreateData()
    {
        var (inputs, classes) = ClassCentres.Draw(64, 10, 4);
        return ModelData.From(inputs, classes, batchSize: 16);
    }

    public override ModelOutput Forward(AuxiliaryHead model, Batch batch)
    {
        var (main, auxiliary) = model.call(batch.Input);
        return auxiliary is null ? main : (main, auxiliary);
    }

    /// <summary>The auxiliary loss weighs 0.3 (Szegedy et al. 2015, "Going Deeper with Convolutions", section 5).</summary>
    public override Tensor Loss(ModelOutput output, Batch batch)
    {
        var loss = functional.cross_entropy(output.Tensors[0], batch.Target);
        return output.Tensors.Count == 1 ? loss : loss + (0.3 * functional.cross_entropy(output.Tensors[1], batch.Target));
    }

    public override Optimizer CreateOptimizer(AuxiliaryHead model) => Adam(model.parameters(), lr: 0.003);
}
