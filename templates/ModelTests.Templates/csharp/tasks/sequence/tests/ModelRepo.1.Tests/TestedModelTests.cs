using ModelTests;

namespace ModelRepo._1.Tests;

[OverfitsSingleBatch]
[WeightsUpdate]
[NoNonFinite]
[IgnoresPadding(0)]
public class TestedModelTests : ModelFixture<TestedModel>
{
    public override TestedModel CreateModel() => new TestedModel();

    public override ModelData CreateData() => Synthetic.VariableLengths(vocabulary: 9, classes: 4);
}
