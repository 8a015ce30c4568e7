using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class OutputInRangeTests : CheckTests<OutputInRangeAttribute>
{
    protected override OutputInRangeAttribute Check => new(0, 1);

    private protected override IRecipes ShownInDocs => new NoSigmoid();

    [Fact]
    public void Holds_for_a_model_that_ends_with_a_sigmoid() => Holds(new Ending(tensor => tensor.sigmoid()));

    [Fact]
    public void Holds_for_a_softmax() => Holds(new Ending(tensor => functional.softmax(tensor, 1)));

    [Fact]
    public void Names_an_output_without_a_sigmoid() => FailsNamingFirst(new NoSigmoid(), "output", "nothing after Third keeps");

    [Fact]
    public void Names_an_output_with_the_wrong_activation() => FailsNamingFirst(new Ending(tensor => tensor.tanh()), "output");

    [Fact]
    public void Names_an_output_that_leaves_the_range_for_large_inputs_only() => FailsNamingFirst(new Ending(tensor => (tensor * 0.05) + 0.5), "output");

    [Fact]
    public void Names_an_output_that_is_not_finite() => FailsNamingFirst(new Ending(tensor => (tensor - tensor) / (tensor - tensor)), "output", "not finite");

    [Theory]
    [InlineData(1, 0, -1, "has no value between its bounds")]
    [InlineData(double.NaN, 1, -1, "has no value between its bounds")]
    [InlineData(0, 1, 3, "the model has 1 output")]
    public void Bad_arguments_are_told(double least, double largest, int output, string says)
    {
        var verdict = Judge.With(new OutputInRangeAttribute(least, largest) { Output = output }, new Evidence(new ClassifierFixture()));
        Assert.Equal(Outcome.Fails, verdict.Outcome);
        Assert.Contains(says, verdict.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bound_may_be_infinite() =>
        Assert.Equal(Outcome.Holds, Judge.With(new OutputInRangeAttribute(0, double.PositiveInfinity), new Evidence(new Ending(tensor => tensor.exp().clamp(max: 1e6)))).Outcome);

    private sealed class NoSigmoid : ClassifierFixture;
}

/// <summary>The healthy classifier with something behind it.</summary>
internal sealed class Ending(Func<Tensor, Tensor> end) : ClassifierFixture
{
    public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch) => end(model.call(batch.Input));
}
