using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class LabelsValidTests : CheckTests<LabelsValidAttribute>
{
    private protected override IRecipes ShownInDocs => CountedFromOne(outputs: 5);

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_when_the_loss_ignores_a_label() => Holds(Labelled(() => where(rand(80).lt(0.2), full(80, -100L), arange(80) % 4)));

    [Fact]
    public void Holds_when_the_loss_is_told_to_ignore_another_label() => Holds(Labelled(() => where(arange(80).remainder(5).eq(0), full(80, 255L), arange(80) % 4),
        loss: (output, target) => functional.cross_entropy(output, target, ignore_index: 255)));

    [Fact]
    public void Holds_when_a_rare_class_is_missing_among_rare_ones() => Holds(Labelled(() => cat([zeros(60, int64), ones(17, int64), full(3, 2L)])));

    [Fact]
    public void Holds_for_smoothed_rows() => Holds(Labelled(() => (functional.one_hot(arange(80) % 4, 4).to(float32) * 0.9) + 0.025, loss: SoftCrossEntropy));

    [Fact]
    public void Does_not_apply_to_numbers_that_happen_to_be_whole() => Answers(Labelled(() => randint(0, 50, 80).to(float32).unsqueeze(1), outputs: 1), Outcome.DoesNotApply, "no target holds class labels");

    [Fact]
    public void Does_not_apply_to_whole_numbers_that_a_loss_of_quantiles_takes() =>
        Answers(Labelled(() => randint(10, 50, 80, int64), outputs: 3, loss: (output, target) => (output - target.unsqueeze(1)).abs().mean()), Outcome.DoesNotApply, "takes other whole numbers");

    [Fact]
    public void Holds_for_several_labels_per_sample() => Holds(Labelled(() => rand(80, 4).lt(0.25).to(float32), loss: (output, target) => functional.binary_cross_entropy_with_logits(output, target),
        data: new LearningTask.BinaryClassification()));

    [Fact]
    public void Tokens_need_not_all_occur() => Holds(new DataFixture(() => ModelData.From(randint(0, 20, [200, 5], int64), randint(0, 9, 200, int64)), outputs: 20));

    [Fact]
    public void Names_classes_counted_from_one_with_one_output_more() => FailsNamingFirst(CountedFromOne(outputs: 5), "labels", "counted from 1");

    [Fact]
    public void Names_classes_counted_from_one() => FailsNamingFirst(CountedFromOne(outputs: 4), "labels", "counted from 1");

    [Fact]
    public void Names_a_label_of_minus_one() => FailsNamingFirst(Labelled(() => (arange(80) % 5) - 1), "labels", "not class indices");

    [Fact]
    public void Names_a_class_that_is_never_there() => FailsNamingFirst(Labelled(() => arange(80) % 3), "labels", "more outputs than the data has classes");

    [Fact]
    public void Names_one_hot_rows_without_a_one() => FailsNamingFirst(
        Labelled(() => functional.one_hot(arange(80) % 5, 5).narrow(1, 0, 4).to(float32), loss: SoftCrossEntropy), "labels", "no column");

    [Fact]
    public void Names_yes_or_no_counted_from_one() => FailsNamingFirst(
        Labelled(() => (arange(80) % 2 + 1).to(float32).unsqueeze(1), outputs: 1, data: new LearningTask.BinaryClassification()), "labels", "counted from 1");

    [Fact]
    public void Names_a_label_that_is_nan() => FailsNamingFirst(Labelled(WithNaN, outputs: 1), "labels", "missing value");

    [Fact]
    public void A_nan_that_the_loss_leaves_out_is_legal() =>
        Answers(Labelled(WithNaN, outputs: 1, loss: (output, target) => where(target.isnan(), zeros_like(target), output - target.nan_to_num()).square().mean()), Outcome.DoesNotApply, "no target");

    [Fact]
    public void A_label_out_of_range_is_named_with_its_batch_and_row()
    {
        var labels = () =>
        {
            var classes = arange(80) % 4;
            classes[41] = tensor(7L);
            return classes;
        };
        var verdict = Judge.With<LabelsValidAttribute>(Labelled(labels));
        Assert.Contains("7 occurs 1 time in the training data, first in batch 1, row 9", verdict.Findings[0].Text, StringComparison.Ordinal);
    }

    private static Tensor WithNaN()
    {
        var target = randn(80, 1);
        target[50, 0] = tensor(double.NaN, dtype: float32);
        return target;
    }

    private static Tensor SoftCrossEntropy(Tensor output, Tensor target) => -(functional.log_softmax(output, 1) * target).sum([1L]).mean();

    private static DataFixture CountedFromOne(long outputs) => Labelled(() => (arange(80) % 4) + 1, outputs);

    private static DataFixture Labelled(Func<Tensor> labels, long outputs = 4, Func<Tensor, Tensor, Tensor>? loss = null, LearningTask? data = null) =>
        new(() => ModelData.From(randn(80, 6), labels(), task: data), outputs, loss);
}
