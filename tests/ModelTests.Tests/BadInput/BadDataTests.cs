using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>A bad batch in the middle of the training or the validation data is named: which one, what is wrong with it and what to do.</summary>
public class BadDataTests : OneThread
{
    private static readonly string[] Steps = ["WeightsUpdate", "NoNonFinite"];

    public static TheoryData<string> Loaders => ["training", "validation"];

    [Theory]
    [MemberData(nameof(Loaders))]
    public void A_loader_that_throws_is_named_with_the_batch_and_the_line(string loader) =>
        Unreadable(loader, _ => throw new IOException("disk gone"), $"{loader} batch 3 could not be read", "threw IOException: disk gone", "BadDataTests.cs:", "make the data run through");

    [Theory]
    [MemberData(nameof(Loaders))]
    public void A_data_set_that_throws_is_named_with_the_batch_and_the_line(string loader)
    {
        var (good, bad) = (new Rows(bad: -1), new Rows(bad: 27));
        var fixture = new DataFixture(() => ModelData.From(
            new DataLoader(loader == "training" ? bad : good, SpoiltBatches.Size), validation: new DataLoader(loader == "validation" ? bad : good, SpoiltBatches.Size)));
        foreach (var check in DataAnswers.OfData)
        {
            var text = Judge.Text(fixture, IShownInDocs.For(check).Check);
            Assert.Contains($"{loader} batch 3 could not be read", text, StringComparison.Ordinal);
            Assert.True(text.Contains("InvalidDataException: row 27 is corrupt", StringComparison.Ordinal), text);
            Assert.Contains("Rows.GetTensor in BadDataTests.cs:", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Loaders))]
    public void A_batch_that_is_null_is_named(string loader) => Unreadable(loader, _ => null!, $"{loader} batch 3 is null", "leave it out");

    [Theory]
    [MemberData(nameof(Loaders))]
    public void An_input_that_was_disposed_is_named(string loader) =>
        Unreadable(loader, batch => Disposed(batch, batch.Input), $"{loader} batch 3 holds a tensor that was disposed", "give each batch tensors of its own");

    [Theory]
    [MemberData(nameof(Loaders))]
    public void A_target_that_was_disposed_is_named(string loader) =>
        Unreadable(loader, batch => Disposed(batch, batch.Target), $"{loader} batch 3 holds a tensor that was disposed", "give each batch tensors of its own");

    [Theory]
    [MemberData(nameof(Loaders))]
    public void A_missing_target_is_named_with_both_sizes(string loader) =>
        Unreadable(loader, batch => new Batch(batch.Input, batch.Target[..7]), $"{loader} batch 3 has 8 samples in the input [8, 10] and 7 in the target [7]", "one target per sample");

    [Theory]
    [MemberData(nameof(Loaders))]
    public void An_empty_batch_is_named(string loader) =>
        Unreadable(loader, batch => new Batch(batch.Input[..0], batch.Target[..0]), $"{loader} batch 3 is empty: the input has shape [0, 10]", "at least one sample");

    [Theory]
    [MemberData(nameof(Loaders))]
    public void An_input_of_another_shape_is_named_with_both_shapes(string loader) =>
        Refused(loader, batch => new Batch(batch.Input.narrow(1, 0, 9), batch.Target), "the input is float32 [8, 9]; in the first batch it is float32 [8, 10]");

    [Theory]
    [MemberData(nameof(Loaders))]
    public void An_input_with_a_dimension_more_is_named(string loader) =>
        Refused(loader, batch => new Batch(batch.Input.unsqueeze(1), batch.Target), "the input is float32 [8, 1, 10]; in the first batch it is float32 [8, 10]");

    [Theory]
    [MemberData(nameof(Loaders))]
    public void A_target_of_another_shape_is_named(string loader) =>
        Refused(loader, batch => new Batch(batch.Input, stack([batch.Target, batch.Target], 1)), "the target is int64 [8, 2]; in the first batch it is int64 [8]");

    [Theory]
    [InlineData("training", ScalarType.Float64)]
    [InlineData("validation", ScalarType.Float64)]
    [InlineData("training", ScalarType.Byte)]
    [InlineData("validation", ScalarType.Byte)]
    public void An_input_of_another_type_is_named(string loader, ScalarType type) =>
        Refused(loader, batch => new Batch(batch.Input.to(type), batch.Target), $"the input is {type.ToString().ToLowerInvariant()} [8, 10]; in the first batch it is float32 [8, 10]");

    [Theory]
    [InlineData("training", ScalarType.Float64)]
    [InlineData("validation", ScalarType.Byte)]
    [InlineData("training", ScalarType.Int32)]
    [InlineData("validation", ScalarType.Int32)]
    public void Labels_of_another_type_are_named(string loader, ScalarType type) =>
        Refused(loader, batch => new Batch(batch.Input, batch.Target.to(type)), $"the target is {type.ToString().ToLowerInvariant()} [8]; in the first batch it is int64 [8]");

    [Fact]
    public void Targets_of_more_digits_than_the_model_has_are_named_where_its_gradients_break() => Refused("training",
        batch => new Batch(batch.Input, batch.Target.to(float64)), "the target is float64 [8, 1]; in the first batch it is float32 [8, 1]", ofNumbers: true);

    [Fact]
    public void Targets_of_more_digits_than_the_model_has_are_legal_where_none_are_taken() =>
        DataAnswers.FailNone(new SpoiltBatches("validation", batch => new Batch(batch.Input, batch.Target.to(float64)), ofNumbers: true));

    [Theory]
    [MemberData(nameof(Loaders))]
    public void An_input_more_is_named(string loader) =>
        Refused(loader, batch => new Batch([batch.Input, batch.Input], [batch.Target]), "has 2 inputs and 1 target; the first batch has 1 input and 1 target");

    [Theory]
    [InlineData("training", double.NaN)]
    [InlineData("validation", double.NaN)]
    [InlineData("training", double.PositiveInfinity)]
    [InlineData("validation", double.PositiveInfinity)]
    public void An_input_that_is_not_finite_is_named_with_its_place(string loader, double value) =>
        DataAnswers.Fail(new SpoiltBatches(loader, batch => { batch.Input[2, 7] = value; return batch; }), loader == "training" ? Steps : ["NoNonFinite"],
            $"{loader} batch 3", $"{(double.IsNaN(value) ? "NaN" : "Inf")} in 1 of 80, first at [2, 7]", "drop these samples");

    [Theory]
    [MemberData(nameof(Loaders))]
    public void A_target_that_is_not_finite_is_named_with_its_place(string loader) =>
        DataAnswers.Fail(new SpoiltBatches(loader, batch => { batch.Target[5, 0] = double.NaN; return batch; }, ofNumbers: true),
            loader == "training" ? [.. Steps, "LabelsValid"] : ["LabelsValid"],
            $"{loader} batch 3", "NaN in 1 of 8, first at [5, 0]", "drop these samples");

    [Theory]
    [InlineData("training", 7)]
    [InlineData("validation", 7)]
    [InlineData("training", -3)]
    [InlineData("validation", -3)]
    public void A_label_out_of_range_is_named_with_its_row(string loader, long label) =>
        DataAnswers.Fail(new SpoiltBatches(loader, batch => { batch.Target[5] = tensor(label); return batch; }),
            loader == "training" ? [.. Steps, "LabelsValid"] : ["LabelsValid"],
            $"{label} ", "batch 3", "row 5", "map the labels to 0, 1, …");

    [Fact]
    public void Declared_formats_and_ranges_name_the_batch()
    {
        var evidence = new Evidence(new SpoiltBatches("validation", batch => new Batch(batch.Input.to(float64), batch.Target)));
        Assert.Contains("first in validation batch 3", Judge.With(new InputShapeAttribute("N, 10") { Type = "float32" }, evidence).Findings[0].Text, StringComparison.Ordinal);
        evidence = new Evidence(new SpoiltBatches("validation", batch => { batch.Input[2, 7] = double.NaN; return batch; }));
        Assert.Contains("first in validation batch 3, row 2", Judge.With(new InputInRangeAttribute(-10, 10), evidence).Findings[0].Text, StringComparison.Ordinal);
    }

    /// <summary>Nothing can be said about such data: every check that reads it fails.</summary>
    private static void Unreadable(string loader, Func<Batch, Batch> spoil, params string[] parts) => DataAnswers.Fail(new SpoiltBatches(loader, spoil),
        loader == "training" ? DataAnswers.OfData.Concat(DataAnswers.OfTraining) : DataAnswers.OfData.Append("NoNonFinite"), parts);

    /// <summary>The model or the loss does not take such a batch; the other checks have nothing to do with it.</summary>
    private static void Refused(string loader, Func<Batch, Batch> spoil, string difference, bool ofNumbers = false) => DataAnswers.Fail(new SpoiltBatches(loader, spoil, ofNumbers),
        loader == "training" ? [.. Steps, "LabelsValid"] : ["LabelsValid"],
        $"({loader} batch 3)", difference, $"give {loader} batch 3 the number type and shape of the other batches");

    private static Batch Disposed(Batch batch, Tensor tensor)
    {
        tensor.Dispose();
        return batch;
    }

    private sealed class Rows(int bad) : utils.data.Dataset
    {
        public override long Count => 40;

        public override Dictionary<string, Tensor> GetTensor(long index) => index == bad
            ? throw new InvalidDataException($"row {index} is corrupt")
            : new() { ["data"] = full(6, (float)index), ["label"] = tensor(index % 4) };
    }
}
