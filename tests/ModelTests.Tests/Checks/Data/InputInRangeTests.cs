using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class InputInRangeTests : CheckTests<InputInRangeAttribute>
{
    private static readonly InputInRangeAttribute Centred = new(-1, 1);

    protected override InputInRangeAttribute Check => new(0, 1);

    private protected override IRecipes ShownInDocs => Pixels(bytes => bytes.to(float32));

    [Fact]
    public void Holds_for_scaled_pixels() => Holds(Pixels(bytes => bytes.to(float32) / 255));

    [Fact]
    public void Holds_for_centred_pixels() => Holds(Pixels(bytes => (bytes.to(float32) - 128) / 128), Centred);

    [Fact]
    public void Holds_for_images_that_are_empty() => Holds(Pixels(bytes => zeros_like(bytes).to(float32)));

    [Fact]
    public void Names_pixels_that_were_never_scaled() => FailsNamingFirst(Pixels(bytes => bytes.to(float32)), "input", "never scaled");

    [Fact]
    public void Names_pixels_that_were_scaled_twice() => FailsNamingFirst(Pixels(bytes => bytes.to(float32) / 255 / 255), "input", "scaled twice");

    [Fact]
    public void Names_bytes_that_wrapped() => FailsNamingFirst(Pixels(bytes => (bytes - tensor(128, uint8)).to(float32) / 128), "input", "a byte has wrapped", Centred);

    [Fact]
    public void Names_the_channel_that_is_scaled_otherwise() => FailsNamingFirst(
        Pixels(bytes => bytes.to(float32) / tensor([255f, 255f, 100f]).view(1, 3, 1, 1)), "input[:, 2]", "scaled in another way");

    [Fact]
    public void Names_a_value_that_is_nan() => FailsNamingFirst(Pixels(bytes =>
    {
        var pixels = bytes.to(float32) / 255;
        pixels[33, 0, 0, 0] = tensor(float.NaN);
        return pixels;
    }), "input", "not finite");

    [Fact]
    public void Bounds_in_the_wrong_order_are_told() =>
        Assert.Contains("give the least value first", Judge.With(new InputInRangeAttribute(1, 0), new Evidence(new ClassifierFixture())).Change, StringComparison.Ordinal);

    [Fact]
    public void An_input_that_is_not_there_is_told() =>
        Assert.Contains("names an input that is not there", Judge.With(new InputInRangeAttribute(0, 1) { Input = 2 }, new Evidence(new ClassifierFixture())).Headline, StringComparison.Ordinal);

    private static DataFixture Pixels(Func<Tensor, Tensor> prepare) => new(() => ModelData.From(prepare(randint(0, 256, [40, 3, 6, 6]).to(uint8)), arange(40) % 4));
}
