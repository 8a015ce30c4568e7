using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class DataIsReproducibleTests : CheckTests<DataIsReproducibleAttribute>
{
    private static int Readings;

    private protected override IRecipes ShownInDocs => new DataFixture(() => new DrawnData { Order = _ => OneFurtherEachTime() });

    [Fact]
    public void Holds_for_data_in_order() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_data_that_is_shuffled_by_the_seed() => Holds(new DataFixture(() => new DrawnData { Order = epoch => DrawnData.Shuffled(epoch) }));

    [Fact]
    public void Holds_for_noise_from_torchs_generator() => Holds(new DataFixture(() => new DrawnData { Transform = inputs => inputs + randn_like(inputs) }));

    [Fact]
    public void Holds_for_epochs_of_slightly_different_length() => Holds(new DataFixture(() => new DrawnData { Order = epoch => DrawnData.Shuffled(epoch), Batches = epoch => epoch == 0 ? 4 : 3 }));

    [Fact]
    public void Holds_for_a_loader_with_a_seed() => Holds(Loader(seed: 1));

    [Fact]
    public void Names_a_loader_without_a_seed() => FailsNamingFirst(Loader(seed: null), "TrainingBatches", "does not follow torch.manual_seed");

    [Fact]
    public void Names_an_order_of_its_own() => FailsNamingFirst(new DataFixture(() => new DrawnData { Order = _ => DrawnData.Shuffled(null) }), "TrainingBatches", "the order does not come");

    [Fact]
    public void Names_augmentation_without_a_seed() =>
        FailsNamingFirst(new DataFixture(() => new DrawnData { Transform = inputs => inputs + new Random().NextDouble() }), "TrainingBatches", "augmentation");

    [Fact]
    public void Names_validation_data_that_is_split_without_a_seed() => FailsNamingFirst(
        new DataFixture(() => new DrawnData { IsValidation = true, Order = _ => DrawnData.Shuffled(null), Batches = _ => 1 }), "ValidationBatches", "split by a generator");

    [Fact]
    public void Names_an_epoch_that_cannot_be_read_again() => FailsNamingFirst(new DataFixture(() => new DrawnData { Batches = epoch => epoch == 0 ? 4 : 0 }), "TrainingBatches", "only once");

    [Fact]
    public void Names_an_epoch_that_ends_early() => FailsNamingFirst(new DataFixture(() => new DrawnData { Batches = epoch => epoch == 0 ? 4 : 3 }), "TrainingBatches", "only once");

    /// <summary>An order that no seed repeats, and that differs from the last one at every place.</summary>
    private static int[] OneFurtherEachTime()
    {
        var start = Interlocked.Increment(ref Readings);
        return [.. Enumerable.Range(0, 64).Select(i => (i + start) % 64)];
    }

    private static DataFixture Loader(int? seed) => new(() =>
    {
        var rows = new Rows(randn(64, 6), arange(64) % 4);
        return ModelData.From(new DataLoader(rows, 16, shuffle: true, seed: seed));
    });

    private sealed class Rows(Tensor features, Tensor labels) : utils.data.Dataset
    {
        public override long Count => features.shape[0];

        public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["data"] = features[index], ["label"] = labels[index] };
    }
}
