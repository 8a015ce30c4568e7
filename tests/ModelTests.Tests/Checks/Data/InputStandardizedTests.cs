using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class InputStandardizedTests : CheckTests<InputStandardizedAttribute>
{
    private protected override IRecipes ShownInDocs => Pixels(pixels => (pixels - 0.25) / 0.5);

    [Fact]
    public void Holds_for_standardised_pixels() => Holds(Pixels(pixels => (pixels - 0.5) / 0.25));

    [Fact]
    public void Holds_for_few_features() => Holds(new DataFixture(() => ModelData.From(randn(64, 10), arange(64) % 4)));

    [Fact]
    public void Names_mean_and_deviation_that_are_exchanged() => FailsNamingFirst(Pixels(pixels => (pixels - 0.25) / 0.5), "input[:, ", "exchanged");

    [Fact]
    public void Names_pixels_that_are_standardised_twice() => FailsNamingFirst(Pixels(pixels => (((pixels - 0.5) / 0.25) - 0.5) / 0.25), "input[:, ", "twice");

    [Fact]
    public void Names_pixels_that_are_not_standardised() => FailsNamingFirst(Pixels(pixels => pixels), "input[:, ", "not at all");

    [Fact]
    public void Names_the_channel_that_is_left_out() => FailsNamingFirst(Pixels(pixels => (pixels - tensor([0.5f, 0f, 0.5f]).view(1, 3, 1, 1)) / 0.25), "input[:, 1]");

    [Fact]
    public void A_tolerance_below_zero_is_told() =>
        Assert.Contains("give a number from 0", Judge.With(new InputStandardizedAttribute { Tolerance = -1 }, new Evidence(new ClassifierFixture())).Change, StringComparison.Ordinal);

    /// <summary>Pixels around 0.5 with a standard deviation of 0.25, images being lighter and darker as a whole.</summary>
    private static DataFixture Pixels(Func<Tensor, Tensor> prepare) => new(() => ModelData.From(prepare((randn(128, 3, 6, 6) * 0.24) + (randn(128, 1, 1, 1) * 0.07) + 0.5), arange(128) % 4));
}
