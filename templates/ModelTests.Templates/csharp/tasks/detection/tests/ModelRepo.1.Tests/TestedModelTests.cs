using ModelTests;

namespace ModelRepo._1.Tests;

[OverfitsSingleBatch]
[WeightsUpdate]
[NoNonFinite]
[OutputShape("N, M, 4; N, M, 3")]
public class TestedModelTests : ModelFixture<TestedModel>
{
    public override TestedModel CreateModel() => new TestedModel();

    public override ModelData CreateData() => Synthetic.Detection(size: [16, 16], classes: 2, objects: 2, boxSize: (4, 8));
}
