using ModelTests;

namespace DigitNet.Tests;

[TestClass]
[OverfitsSingleBatch]
[WeightsUpdate]
[NoNonFinite]
public class NetTests : ModelFixture<Net>
{
    public override Net CreateModel() => new();

    public override ModelData CreateData() => Synthetic.GaussianClasses(classes: 3, shape: [6], separation: 6);
}
