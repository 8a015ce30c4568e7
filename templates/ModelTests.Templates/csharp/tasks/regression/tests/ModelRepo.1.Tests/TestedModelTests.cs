using ModelTests;

namespace ModelRepo._1.Tests;

[OverfitsSingleBatch]
[WeightsUpdate]
[NoNonFinite]
[OutputsReachTargets]
public class TestedModelTests : ModelFixture<TestedModel>
{
    public override TestedModel CreateModel() => new TestedModel();

    public override ModelData CreateData() => Synthetic.Friedman1(features: 10);
}
