using ModelTests;

namespace ModelRepo._1.Tests;

[OverfitsSingleBatch]
[WeightsUpdate]
[NoNonFinite]
[OutputShape("N, 3, H, W")]
public class TestedModelTests : ModelFixture<TestedModel>
{
    public override TestedModel CreateModel() => new TestedModel();

    public override ModelData CreateData() => Synthetic.Segmentation(size: [16, 16], classes: 3, objects: 2, radius: (2, 3));
}
