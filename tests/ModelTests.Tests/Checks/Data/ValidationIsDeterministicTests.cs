using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class ValidationIsDeterministicTests : CheckTests<ValidationIsDeterministicAttribute>
{
    private protected override IRecipes ShownInDocs => Noise();

    [Fact]
    public void Holds_for_data_in_order() => Holds(new DataFixture(() => new DrawnData { IsValidation = true }));

    [Fact]
    public void Holds_when_only_the_order_changes() => Holds(new DataFixture(() => new DrawnData { IsValidation = true, Order = epoch => DrawnData.Shuffled(epoch) }));

    [Fact]
    public void Does_not_apply_without_validation_data() => Answers(new ClassifierFixture(), Outcome.DoesNotApply, "no validation data");

    [Fact]
    public void Names_noise() => FailsNamingFirst(Noise(), "ValidationBatches", "random transforms of training");

    [Fact]
    public void Names_random_flips() => FailsNamingFirst(
        new DataFixture(() => new DrawnData { IsValidation = true, Transform = inputs => where(rand(16, 1).lt(0.5), inputs, inputs.flip(1)) }), "ValidationBatches", "random transforms of training");

    [Fact]
    public void Names_a_new_draw_of_samples() => FailsNamingFirst(
        new DataFixture(() => new DrawnData { IsValidation = true, Order = epoch => DrawnData.Shuffled(epoch), Batches = _ => 1 }), "ValidationBatches", "drawn or cropped");

    [Fact]
    public void Names_data_that_cannot_be_read_again() => FailsNamingFirst(
        new DataFixture(() => new DrawnData { IsValidation = true, Batches = epoch => epoch == 0 ? 4 : 0 }), "ValidationBatches", "only once");

    private static DataFixture Noise() => new(() => new DrawnData { IsValidation = true, Transform = inputs => inputs + (randn_like(inputs) * 0.1) });
}
