using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Benchmarks.OneFact;

/// <summary>The smallest test that needs libtorch.</summary>
public class OneFact
{
    [Fact]
    public void A_sum_is_a_sum()
    {
        using var numbers = ones(2);
        Assert.Equal(2, numbers.sum().item<float>());
    }
}
