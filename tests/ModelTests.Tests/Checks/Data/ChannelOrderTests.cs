using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class ChannelOrderTests : CheckTests<ChannelOrderAttribute>
{
    protected override ChannelOrderAttribute Check => new("NCHW");

    private protected override IRecipes ShownInDocs => Images(Viewed);

    [Fact]
    public void Holds_for_a_permutation() => Holds(Images(bytes => Permuted(bytes).to(float32) / 255));

    [Fact]
    public void Holds_after_flips_crops_and_standardising_each_channel() => Holds(Images(bytes =>
    {
        var images = ((Permuted(bytes).to(float32) / 255) - tensor([0.9f, 0.2f, 0.5f]).view(1, 3, 1, 1)) / tensor([0.1f, 0.3f, 0.25f]).view(1, 3, 1, 1);
        images = where(rand(images.shape[0], 1, 1, 1).lt(0.5), images, images.flip(3));
        return nn.functional.pad(images, [1, 1, 1, 1])[.., .., 0..6, 2..8];
    }));

    [Fact]
    public void Holds_for_images_that_are_stored_channels_first() => Holds(Images(images => images), new("NCHW") { Raw = "NCHW", RawType = "float32" });

    [Fact]
    public void Cannot_tell_without_a_pipeline_to_probe() => Answers(new DataFixture(() => ModelData.From(rand(16, 3, 6, 6), arange(16) % 4)), Outcome.CouldNotTell, "override CreateDataFrom");

    [Fact]
    public void Does_not_apply_to_grey_images() => Answers(new DataFixture(() => ModelData.From(rand(16, 1, 6, 6), arange(16) % 4)), Outcome.DoesNotApply, "one channel");

    [Fact]
    public void Names_images_that_were_viewed() => FailsNamingFirst(Images(Viewed), "channel 0", "viewed or reshaped");

    [Fact]
    public void Names_channels_in_the_order_of_bgr() => FailsNamingFirst(Images(bytes => Permuted(bytes).flip(1).to(float32) / 255), "channel 0", "BGR");

    [Fact]
    public void Names_two_channels_that_are_exchanged() =>
        FailsNamingFirst(Images(bytes => Permuted(bytes).index_select(1, tensor(new long[] { 0, 2, 1 })).to(float32) / 255), "channel 1", "another order");

    [Theory]
    [InlineData("CHW")]
    [InlineData("NCHH")]
    [InlineData("")]
    public void An_order_that_cannot_be_read_is_told_how_to_write_it(string order) =>
        Assert.Contains("write each dimension once", Judge.With(new ChannelOrderAttribute(order), new Evidence(new ClassifierFixture())).Change, StringComparison.Ordinal);

    private static Tensor Permuted(Tensor bytes) => bytes.permute(0, 3, 1, 2);

    private static Tensor Viewed(Tensor bytes) => bytes.view(bytes.shape[0], 3, 6, 6).to(float32) / 255;

    /// <summary>Images as CreateData gives them, from the same transforms; where raw images are channels first, the transforms leave them.</summary>
    private static DataFixture Images(Func<Tensor, Tensor> prepare) => new(
        () => ModelData.From(rand(32, 3, 6, 6), arange(32) % 4),
        from: (samples, labels) => ModelData.From(prepare(samples), labels));
}
