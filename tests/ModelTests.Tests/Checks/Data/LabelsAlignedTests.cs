using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class LabelsAlignedTests : CheckTests<LabelsAlignedAttribute>
{
    private protected override IRecipes ShownInDocs => Pipeline(ShufflesLabelsAlone);

    [Fact]
    public void Holds_when_both_are_shuffled_alike() => Holds(Pipeline(Shuffles));

    [Fact]
    public void Holds_after_noise_scaling_and_flips() => Holds(Pipeline((samples, labels) =>
        Shuffles(((where(rand(samples.shape[0], 1).lt(0.5), samples, samples.flip(1)) + (randn_like(samples) * 0.1)) * -3) + 7, labels)));

    [Fact]
    public void Holds_when_each_sample_is_standardised_by_itself() => Holds(Pipeline((samples, labels) =>
        Shuffles((samples - samples.mean([1L], keepdim: true)) / samples.std(1, unbiased: false, keepdim: true).clamp_min(1e-6), labels)));

    [Fact]
    public void Holds_for_images_of_bytes() => Holds(
        new DataFixture(() => ModelData.From(rand(64, 3, 6, 6), arange(64) % 4), from: (samples, labels) => ModelData.From(samples.permute(0, 3, 1, 2).to(float32) / 255, labels)),
        new() { Raw = "6, 6, 3", RawType = "uint8" });

    [Fact]
    public void Cannot_tell_without_a_pipeline_to_probe() => Answers(new ClassifierFixture(), Outcome.CouldNotTell, "override CreateDataFrom");

    [Fact]
    public void Cannot_tell_when_the_probe_has_another_format() =>
        Answers(new DataFixture(() => ModelData.From(rand(64, 8), arange(64) % 4), from: (samples, labels) => ModelData.From(samples.permute(0, 3, 1, 2), labels)), Outcome.CouldNotTell, "say what it reads");

    [Fact]
    public void Cannot_tell_when_nothing_is_left_of_the_samples() => Answers(Pipeline((samples, labels) => ModelData.From(zeros_like(samples), labels)), Outcome.CouldNotTell, "the inputs are constant");

    [Fact]
    public void Names_labels_that_are_shuffled_alone() => FailsNamingFirst(Pipeline(ShufflesLabelsAlone), "labels", "shuffled apart");

    [Fact]
    public void Names_samples_that_are_shuffled_alone() => FailsNamingFirst(Pipeline((samples, labels) => ModelData.From(samples[randperm(samples.shape[0])], labels)), "labels", "shuffled apart");

    [Fact]
    public void Names_labels_that_are_shifted_by_one() => FailsNamingFirst(Pipeline((samples, labels) => ModelData.From(samples, labels.roll(1))), "labels", "shuffled apart");

    [Fact]
    public void Names_two_rows_that_are_exchanged() => FailsNamingFirst(Pipeline((samples, labels) =>
    {
        var exchanged = labels.clone();
        var (one, other) = (labels.argmin().item<long>(), labels.argmax().item<long>());
        exchanged[one] = labels[other];
        exchanged[other] = labels[one];
        return ModelData.From(samples, exchanged);
    }), "labels", "reaches one of the two");

    private static ModelData Shuffles(Tensor samples, Tensor labels)
    {
        var order = randperm(samples.shape[0]);
        return ModelData.From(samples[order], labels[order]);
    }

    private static ModelData ShufflesLabelsAlone(Tensor samples, Tensor labels) => ModelData.From(samples, labels[randperm(samples.shape[0])]);

    private static DataFixture Pipeline(Func<Tensor, Tensor, ModelData> from) => new(() => from(randn(64, 8), arange(64) % 4), from: from);
}
