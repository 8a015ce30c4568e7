using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;
using static TorchSharp.torch.optim;

namespace ModelTests.Guides.AdversarialModel;

#region Tests
/// <summary>The discriminator by itself is a classifier: the checks of losses and of learning apply.</summary>
[OverfitsSingleBatch]
[LossIsSane]
[GradientsCleared]
[InputMatters]
public class DiscriminatorTests : ModelFixture<Discriminator>
{
    public override Discriminator CreateModel() => new();

    public override ModelData CreateData() =>
        ModelData.From(cat([Circle.Points(samples: 32), randn(32, 2) * 0.2]), cat([ones(32, 1), zeros(32, 1)]), batchSize: 64);

    public override Tensor Loss(Tensor output, Tensor target) => binary_cross_entropy_with_logits(output, target);

    public override Optimizer CreateOptimizer(Discriminator model) => Adam(model.parameters(), lr: 0.02);
}
#endregion
