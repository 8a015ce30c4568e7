using ModelTests;

namespace ModelRepo._1.Tests;

[OverfitsSingleBatch]
[WeightsUpdate]
[NoNonFinite]
public class TestedModelTests : ModelFixture<TestedModel>
{
    public override TestedModel CreateModel() => new TestedModel();

    public override ModelData CreateData() => Synthetic.GaussianClasses(classes: 10, shape: [1, 16, 16], separation: 6);
}
