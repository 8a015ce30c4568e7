using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class InputShapeTests : CheckTests<InputShapeAttribute>
{
    protected override InputShapeAttribute Check => new("N, 3, H, H") { Type = "float32" };

    private protected override IRecipes ShownInDocs => Images(images => images.permute(0, 2, 3, 1));

    [Fact]
    public void Holds_for_images_of_that_format() => Holds(Images(images => images));

    [Fact]
    public void Names_channels_that_come_last() => FailsNamingFirst(Images(images => images.permute(0, 2, 3, 1)), "input", "permuted");

    [Fact]
    public void Names_bytes() => FailsNamingFirst(Images(images => images.to(uint8)), "input", "converted to another type");

    [Fact]
    public void Names_a_batch_of_another_size() => FailsNamingFirst(new DataFixture(() => ModelData.From([
        new Batch(rand(8, 3, 6, 6), arange(8) % 4), new Batch(rand(8, 3, 5, 5), arange(8) % 4)])), "input");

    [Fact]
    public void Names_validation_data_of_another_size() => FailsNamingFirst(new DataFixture(() => ModelData.From(
        [new Batch(rand(8, 3, 6, 6), arange(8) % 4)], [new Batch(rand(8, 3, 7, 7), arange(8) % 4)])), "input");

    [Theory]
    [InlineData("N, 3, 6, 6", null, Outcome.Holds)]
    [InlineData("N, *, *, *", "float", Outcome.Holds)]
    [InlineData("N, C, H, W", "int64", Outcome.Fails)]
    [InlineData("N, H, H, W", null, Outcome.Fails)]
    [InlineData("N, 3, 6, 6; N", null, Outcome.Fails)]
    [InlineData("N, 3", null, Outcome.Fails)]
    public void Symbols_stand_for_sizes(string shape, string? type, Outcome outcome) =>
        Assert.Equal(outcome, Judge.With(new InputShapeAttribute(shape) { Type = type }, new Evidence(Images(images => images))).Outcome);

    [Theory]
    [InlineData("N, ", null, "write each size as a number")]
    [InlineData("N, 3, H, W", "single", "give one type for all inputs")]
    [InlineData("N, 3, H, W", "float32; int64", "give one type for all inputs")]
    public void What_cannot_be_read_is_told_how_to_write_it(string shape, string? type, string change) =>
        Assert.Contains(change, Judge.With(new InputShapeAttribute(shape) { Type = type }, new Evidence(Images(images => images))).Change, StringComparison.Ordinal);

    private static DataFixture Images(Func<Tensor, Tensor> prepare) => new(() => ModelData.From(prepare(rand(40, 3, 6, 6)), arange(40) % 4));
}
