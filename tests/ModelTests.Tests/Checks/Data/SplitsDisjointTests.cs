using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class SplitsDisjointTests : CheckTests<SplitsDisjointAttribute>
{
    private protected override IRecipes ShownInDocs => Split(() => randn(120, 6), 80, 60);

    [Fact]
    public void Holds_for_samples_that_differ() => Holds(Split(() => randn(120, 6), 80, 80));

    [Fact]
    public void Equal_samples_that_are_let_pass_are_a_warning() => Assert.Equal("50 validation samples equal training samples, first batch 0, row 0: see that they were measured twice and not copied",
        Judge.With<SplitsDisjointAttribute>(Split(() => randint(0, 2, [200, 3]).to(float32), 150, 150)).Warning);

    [Fact]
    public void Holds_for_the_few_samples_of_a_truth_table() => Holds(Split(() => randint(0, 2, [200, 3]).to(float32), 150, 150));

    [Fact]
    public void Holds_for_short_token_sequences() => Holds(Split(() => randint(0, 3, [300, 4], int64), 200, 200));

    [Fact]
    public void Holds_for_measurements_with_one_decimal() => Holds(Split(() => (randn(150, 4) * 0.4).round(1), 105, 105));

    [Fact]
    public void Does_not_apply_without_validation_data() => Answers(new ClassifierFixture(), Outcome.DoesNotApply, "no validation data");

    [Fact]
    public void Names_an_overlap_of_a_few_samples() => FailsNamingFirst(Split(() => randn(120, 6), 80, 77), "validation batch 0, row 0", "the split overlaps");

    [Fact]
    public void Names_validation_data_that_is_training_data() => FailsNamingFirst(Split(() => randn(120, 6), 120, 60), "validation batch 0, row 0", "never split");

    [Fact]
    public void Names_an_overlap_of_tables_with_many_repeats() => FailsNamingFirst(Split(() => randint(0, 4, [400, 7]).to(float32), 300, 200), "validation batch", "the split overlaps");

    [Fact]
    public void Names_an_overlap_of_images_of_bytes() => FailsNamingFirst(Split(() => randint(0, 256, [60, 1, 6, 6]).to(uint8), 40, 35), "validation batch 0, row 0");

    /// <summary>The first samples to train on, and those from another one on to validate.</summary>
    private static DataFixture Split(Func<Tensor> inputs, int training, int validationStart) => new(() =>
    {
        var samples = inputs();
        var labels = arange(samples.shape[0]) % 4;
        return ModelData.From([.. Batches(samples[..training], labels[..training])], [.. Batches(samples[validationStart..], labels[validationStart..])]);
    });

    private static IEnumerable<Batch> Batches(Tensor inputs, Tensor labels) => inputs.split(20).Zip(labels.split(20)).Select(pair => new Batch(pair.First, pair.Second));
}
