using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class OutputShapeTests : CheckTests<OutputShapeAttribute>
{
    protected override OutputShapeAttribute Check => new("N, 4");

    private protected override IRecipes ShownInDocs => new MergesSamples();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Names_a_head_of_another_size() => FailsNamingFirst(new FaultyRecipes.Around(() => new FiveClasses()), "output", "another shape");

    [Fact]
    public void Names_a_reshape_that_merges_samples() => FailsNamingFirst(new MergesSamples(), "output", "a reshape with a size written out");

    [Fact]
    public void Names_a_batch_size_that_is_written_out() => FailsNamingFirst(new FaultyRecipes.Around(() => new WritesBatchSizeOut()), "forward", "a reshape with a size written out");

    [Fact]
    public void Names_an_output_that_was_squeezed_for_a_single_sample() => FailsNamingFirst(new FaultyRecipes.Around(() => new Squeezes()), "output");

    [Fact]
    public void Names_a_second_output() => FailsNamingFirst(new TwoOutputs(), "output");

    [Fact]
    public void Several_outputs_share_their_symbols() => Assert.All(Seeds, seed =>
    {
        Assert.Equal(Outcome.Holds, Judge.With(new OutputShapeAttribute("N, C; N, C"), new Evidence(new TwoOutputs(), seed)).Outcome);
        Assert.Equal(Outcome.Fails, Judge.With(new OutputShapeAttribute("N, C; N, N"), new Evidence(new TwoOutputs(), seed)).Outcome);
    });

    [Theory]
    [InlineData("N, 4", Outcome.Holds)]
    [InlineData("N, *", Outcome.Holds)]
    [InlineData("N, Classes", Outcome.Holds)]
    [InlineData("N", Outcome.Fails)]
    [InlineData("N, 4, 1", Outcome.Fails)]
    [InlineData("4, N", Outcome.Fails)]
    public void Symbols_stand_for_sizes(string shape, Outcome outcome) =>
        Assert.Equal(outcome, Judge.With(new OutputShapeAttribute(shape), new Evidence(new ClassifierFixture())).Outcome);

    [Theory]
    [InlineData("N, ")]
    [InlineData("")]
    [InlineData("[N, 4]")]
    public void A_shape_that_cannot_be_read_is_told_how_to_write_it(string shape) =>
        Assert.Contains("write each size as a number", Judge.With(new OutputShapeAttribute(shape), new Evidence(new ClassifierFixture())).Change, StringComparison.Ordinal);

    private sealed class FiveClasses : Classifier
    {
        public override Tensor forward(Tensor input)
        {
            var output = base.forward(input);
            return cat([output, output.narrow(1, 0, 1)], 1);
        }
    }

    private sealed class MergesSamples : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new Network();

        public override Tensor Loss(Tensor output, Tensor target) => output.square().mean();

        private sealed class Network : Classifier
        {
            public override Tensor forward(Tensor input) => base.forward(input).reshape(-1, 2, 4).mean([1]);
        }

        public override ModelData CreateData() => ModelData.From(randn(60, 10), arange(60) % 4, batchSize: 20);

        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch) =>
            batch.Size % 2 == 0 ? base.Forward(model, batch) : model.call(cat([batch.Input, batch.Input], 0));
    }

    private sealed class WritesBatchSizeOut : Classifier
    {
        public override Tensor forward(Tensor input) => base.forward(input).reshape(32, 4);
    }

    private sealed class Squeezes : Classifier
    {
        public override Tensor forward(Tensor input)
        {
            var output = base.forward(input);
            return output.shape[0] == 1 ? output.squeeze() : output;
        }
    }

    private sealed class TwoOutputs : ClassifierFixture
    {
        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch)
        {
            var output = model.call(batch.Input);
            return (output, output * 2);
        }

        public override Tensor Loss(ModelOutput output, Batch batch) => functional.cross_entropy(output.Tensors[0], batch.Target);
    }
}
