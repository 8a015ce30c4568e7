using ModelTests;
using TorchSharp;

namespace DigitNet.Tests;

/// <summary>Checks that give no answer.</summary>
[TestClass]
[OptimizerCoversModel(MaxGradientNorm = 1e6)]
[NoNonFinite(Skip = "takes too long here")]
public class NoAnswerTests : NetTests
{
    public override torch.Tensor Loss(torch.Tensor output, torch.Tensor target) => -torch.nn.functional.cross_entropy(output, target);
}
