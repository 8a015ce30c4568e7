using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class BatchesReshuffledTests : CheckTests<BatchesReshuffledAttribute>
{
    private protected override IRecipes ShownInDocs => new DataFixture(() => new DrawnData());

    [Fact]
    public void Holds_when_each_epoch_has_an_order_of_its_own() => Holds(new DataFixture(() => new DrawnData { Order = epoch => DrawnData.Shuffled(epoch) }));

    [Fact]
    public void Holds_when_shuffled_without_a_seed() => Holds(new DataFixture(() => new DrawnData { Order = _ => DrawnData.Shuffled(null) }));

    [Fact]
    public void Does_not_apply_to_a_single_batch() => Answers(new DataFixture(() => ModelData.From(randn(16, 6), arange(16) % 4)), Outcome.DoesNotApply, "one batch");

    [Fact]
    public void Names_data_in_order() => FailsNamingFirst(new DataFixture(() => new DrawnData()), "TrainingBatches", "as it is stored");

    [Fact]
    public void Names_one_order_for_all_epochs() => FailsNamingFirst(
        new DataFixture(() =>
        {
            var seed = randint(0, 1000, 1, int64).item<long>();
            return new DrawnData { Order = _ => DrawnData.Shuffled((int)seed) };
        }), "TrainingBatches", "shuffled once");

    [Fact]
    public void Names_an_order_that_augmentation_hides() => FailsNamingFirst(new DataFixture(() => new DrawnData { Transform = inputs => inputs + randn_like(inputs) }), "TrainingBatches", "as it is stored");

    [Fact]
    public void Names_an_epoch_that_cannot_be_read_again() => FailsNamingFirst(new DataFixture(() => new DrawnData { Batches = epoch => epoch == 0 ? 4 : 0 }), "TrainingBatches", "keeps its position");
}
