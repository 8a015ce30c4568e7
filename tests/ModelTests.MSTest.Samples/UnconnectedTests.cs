using ModelTests;

namespace DigitNet.Tests;

/// <summary>A planted fault: one layer is not used.</summary>
[TestClass]
[WeightsUpdate]
[NoNonFinite]
public class UnconnectedTests : ModelFixture<Net>
{
    public override Net CreateModel() => new(unconnected: true);

    public override ModelData CreateData() => Synthetic.GaussianClasses(classes: 3, shape: [6], separation: 6);
}
