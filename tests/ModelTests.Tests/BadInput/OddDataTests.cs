using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>Data that looks odd and is legal is read to its end, and nothing is held against it.</summary>
public class OddDataTests : OneThread
{
    public static TheoryData<string> Loaders => ["training", "validation"];

    [Theory]
    [MemberData(nameof(Loaders))]
    public void A_tensor_that_is_not_contiguous(string loader) =>
        DataAnswers.FailNone(new SpoiltBatches(loader, batch => new Batch(batch.Input.t().contiguous().t(), stack([batch.Target, batch.Target], 1).select(1, 0))));

    [Theory]
    [MemberData(nameof(Loaders))]
    public void A_row_that_is_expanded(string loader) => DataAnswers.FailNone(new SpoiltBatches(loader, batch => new Batch(batch.Input[..1].expand(8, 10), batch.Target)));

    [Theory]
    [MemberData(nameof(Loaders))]
    public void A_label_that_cross_entropy_ignores(string loader) =>
        DataAnswers.FailNone(new SpoiltBatches(loader, batch => { batch.Target[5] = tensor(-100L); return batch; }));

    [Theory]
    [MemberData(nameof(Loaders))]
    public void A_smaller_batch(string loader) => DataAnswers.FailNone(new SpoiltBatches(loader, batch => new Batch(batch.Input[..3], batch.Target[..3])));

    [Theory]
    [MemberData(nameof(Loaders))]
    public void An_input_that_requires_a_gradient(string loader) => DataAnswers.FailNone(new SpoiltBatches(loader, batch => new Batch(batch.Input.requires_grad_(), batch.Target)));

    [Fact]
    public void One_buffer_that_is_filled_again_for_each_batch() => DataAnswers.FailNone(new OddFixture(() => new Classifier(), () =>
    {
        var (rows, labels) = Labelled();
        var (input, target) = (empty(8, 10), empty(8, int64));
        return Epoch(i =>
        {
            input.copy_(rows.narrow(0, i * 8, 8));
            target.copy_(labels.narrow(0, i * 8, 8));
            return new Batch(input, target);
        });
    }));

    [Fact]
    public void Missing_values_that_the_model_fills_in() => DataAnswers.FailNone(new OddFixture(() => new FillsIn(), () =>
    {
        var (rows, labels) = Labelled();
        var gaps = where(rand_like(rows).lt(0.1), full_like(rows, double.NaN), rows);
        return Epoch(i => new Batch(gaps.narrow(0, i * 8, 8), labels.narrow(0, i * 8, 8)));
    }));

    [Fact]
    public void Token_ids_of_32_bits_in_sequences_of_different_lengths() => DataAnswers.FailNone(new OddFixture(() => new BagOfTokens(), () =>
    {
        var tokens = randint(0, 20, [80, 12], int64);
        return Epoch(i => new Batch(tokens.narrow(0, i * 8, 8).narrow(1, 0, 3 + i).to(int32), tokens.narrow(0, i * 8, 8).select(1, 0) % 4));
    }));

    [Fact]
    public void Another_number_of_boxes_in_each_batch() => DataAnswers.FailNone(new OddFixture(() => Linear(10, 4), () =>
    {
        var (rows, answers, images) = (randn(80, 10), rand(80, 4), randint(0, 8, 80, int64));
        return Epoch(i =>
        {
            var image = images.narrow(0, i * 8, 2 + (i % 4));
            return new Batch([rows.narrow(0, i * 8, 8)], [answers.narrow(0, i * 8, 8)[image], image]) { Separable = false };
        });
    }, (output, batch) => (output.Tensor[batch.Targets[1]] - batch.Targets[0]).square().mean()));

    [Fact]
    public void Soft_labels_in_some_batches_and_hard_ones_in_the_others() => DataAnswers.FailNone(new OddFixture(() => new Classifier(), () =>
    {
        var (rows, labels) = Labelled();
        return Epoch(i =>
        {
            var hard = labels.narrow(0, i * 8, 8);
            return new Batch(rows.narrow(0, i * 8, 8), i % 2 == 0 ? hard : (functional.one_hot(hard, 4).to(float32) * 0.8) + 0.05);
        });
    }, (output, batch) => functional.cross_entropy(output.Tensor, batch.Target)));

    [Fact]
    public void Real_numbers_for_yes_and_no() => DataAnswers.FailNone(new OddFixture(() => Sequential(("first", Linear(10, 32)), ("relu", ReLU()), ("last", Linear(32, 1))), () =>
    {
        var (rows, labels) = Labelled();
        return Epoch(i => new Batch(rows.narrow(0, i * 8, 8), labels.narrow(0, i * 8, 8).lt(2).to(float32).unsqueeze(1)));
    }, (output, batch) => functional.binary_cross_entropy_with_logits(output.Tensor, batch.Target)));

    [Fact]
    public void A_loader_of_dictionaries_with_two_inputs_and_a_smaller_last_batch() => DataAnswers.FailNone(new OddFixture(() => new Classifier(), () =>
        ModelData.From(new DataLoader(new TwoParts(0, 43), 8), ["left", "right"], ["label"], validation: new DataLoader(new TwoParts(43, 20), 8))));

    /// <summary>Five batches for training and five others for validation.</summary>
    private static ModelData Epoch(Func<int, Batch> batch) => ModelData.From(Enumerable.Range(0, 5).Select(batch), Enumerable.Range(5, 5).Select(batch));

    private static (Tensor Rows, Tensor Labels) Labelled()
    {
        var rows = randn(80, 10);
        return (rows, rows.matmul(randn(10, 4)).argmax(1));
    }

    private sealed class OddFixture(Func<Module<Tensor, Tensor>> model, Func<ModelData> data, Func<ModelOutput, Batch, Tensor>? loss = null) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => model();

        public override ModelData CreateData() => data();

        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch) => model.call(batch.Inputs.Count == 1 ? batch.Input : cat([.. batch.Inputs], 1));

        public override Tensor Loss(ModelOutput output, Batch batch) => loss is null ? base.Loss(output, batch) : loss(output, batch);
    }

    private sealed class FillsIn : Classifier
    {
        public override Tensor forward(Tensor input) => base.forward(input.nan_to_num(0));
    }

    private sealed class BagOfTokens : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(20, 16);
        private readonly Linear last = Linear(16, 4);

        public BagOfTokens()
            : base(nameof(BagOfTokens)) => RegisterComponents();

        public override Tensor forward(Tensor input) => last.call(embedding.call(input).mean([1L]));
    }

    private sealed class TwoParts(int start, int count) : TorchSharp.torch.utils.data.Dataset
    {
        private readonly Tensor rows = randn(80, 10, generator: new Generator(1));

        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            var row = rows[start + index];
            return new() { ["left"] = row[..4], ["right"] = row[4..], ["label"] = row[..4].argmax() };
        }
    }
}
