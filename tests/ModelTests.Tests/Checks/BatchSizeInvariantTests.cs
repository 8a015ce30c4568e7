using ModelTests.Models;
using Xunit;

namespace ModelTests.Tests;

public class BatchSizeInvariantTests : CheckTests<BatchSizeInvariantAttribute>
{
    private protected override IRecipes ShownInDocs => new Squeezed();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Batch_normalisation_in_evaluation_mode_is_no_fault() => Holds(new MixedSamples.OnImages(() => new MixedSamples.Convolutional()));

    [Fact]
    public void Samples_along_dimension_1_are_no_fault() => Holds(new MixedSamples.OnTimeFirst());

    [Fact]
    public void Similarities_of_all_pairs_are_no_fault() => Holds(new MixedSamples.PairsFixture());

    [Fact]
    public void Outputs_that_are_sampled_are_left_out() => Holds(new VariationalAutoencoderFixture<VariationalAutoencoderByCall>());

    [Fact]
    public void Cannot_tell_when_every_output_is_random() =>
        Answers(new FaultyRecipes.Around(() => new MixedSamples.DropoutInEvaluation()), Outcome.CouldNotTell, "random numbers in evaluation mode");

    [Fact]
    public void Does_not_apply_when_rows_are_no_samples() => Answers(new MixedSamples.NotSeparable(), Outcome.DoesNotApply, "Separable is false");

    [Fact]
    public void Names_the_layer_after_which_a_squeeze_removes_the_samples() => FailsNamingFirst(new Squeezed(), "Third", "squeeze() without a dimension");

    [Fact]
    public void Names_the_module_that_refuses_a_single_sample() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new RefusesOne()), "RefusesOne: RefusesOne was given [1, 10]", "needs more than one sample");

    [Fact]
    public void Names_the_last_layer_before_a_softmax_over_the_batch() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.SoftmaxOverBatch()), "Third", "after Third");

    [Fact]
    public void Names_the_place_where_the_mean_of_the_batch_is_taken() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new MixedSamples.MeanOfTheBatch()), "Third", "between Second and Third");

    private sealed class Squeezed() : FaultyRecipes.Around(() => new MixedSamples.Squeezed());

    /// <summary>Squeezes and then transposes, which needs two dimensions.</summary>
    private sealed class RefusesOne : Classifier
    {
        protected override TorchSharp.torch.Tensor Hidden(TorchSharp.torch.Tensor input) => base.Hidden(input).squeeze().transpose(0, 1).t().narrow(0, 0, input.shape[0]);
    }
}
