using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class OutputIsProbabilityTests : CheckTests<OutputIsProbabilityAttribute>
{
    private protected override IRecipes ShownInDocs => new SoftmaxOverTheBatch();

    protected override OutputIsProbabilityAttribute Check => new();

    [Fact]
    public void Holds_for_a_softmax() => Holds(new Ending(tensor => functional.softmax(tensor, 1)));

    [Fact]
    public void Holds_for_a_sharp_softmax() => Holds(new Ending(tensor => functional.softmax(tensor * 1e4, 1)));

    [Fact]
    public void Names_logits() => FailsNamingFirst(new ClassifierFixture(), "output", "there is no softmax after Third");

    [Fact]
    public void Names_logarithms_of_probabilities() => FailsNamingFirst(new Ending(tensor => functional.log_softmax(tensor, 1)), "output", "logarithms");

    [Fact]
    public void Names_a_softmax_over_the_batch() => FailsNamingFirst(new SoftmaxOverTheBatch(), "output", "the samples of the batch");

    [Fact]
    public void Names_a_sigmoid_per_class() => FailsNamingFirst(new Ending(tensor => tensor.sigmoid()), "output", "as a sigmoid makes them");

    [Fact]
    public void Says_that_there_is_no_such_dimension()
    {
        var verdict = Judge.With(new OutputIsProbabilityAttribute(dimension: 2), new Evidence(new ClassifierFixture()));
        Assert.Contains("has no dimension 2", verdict.Headline, StringComparison.Ordinal);
    }

    private sealed class SoftmaxOverTheBatch : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new FaultyClassifiers.SoftmaxOverBatch();
    }
}
