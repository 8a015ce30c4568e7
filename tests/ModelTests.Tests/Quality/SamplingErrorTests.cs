using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class SamplingErrorTests
{
    [Fact]
    public void The_error_of_a_mean_is_the_deviation_between_groups_divided_by_the_root_of_their_number()
    {
        using var batch = new Batch(arange(100).remainder(10).to(float64).unsqueeze(1), zeros(100));
        var error = Assert.Single(SamplingError.Of(batch, part => [part.Input.mean().ToDouble()]));
        // The groups' means are 0 to 9, whose sample standard deviation is √(55 / 6).
        Assert.Equal(Math.Sqrt(55.0 / 6 / 10), error!.Value, 9);
    }

    [Fact]
    public void Rows_that_are_no_samples_have_none()
    {
        using var batch = new Batch(zeros(20, 1), zeros(20)) { Separable = false };
        Assert.Empty(SamplingError.Of(batch, _ => [0]));
    }
}
