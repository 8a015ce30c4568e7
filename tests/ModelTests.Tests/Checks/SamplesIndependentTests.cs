using ModelTests.Models;
using Xunit;

namespace ModelTests.Tests;

public class SamplesIndependentTests : CheckTests<SamplesIndependentAttribute>
{
    private protected override IRecipes ShownInDocs => new ViewAfterTranspose();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Batch_normalisation_in_evaluation_mode_is_no_fault() => Holds(new MixedSamples.OnImages(() => new MixedSamples.Convolutional()));

    [Fact]
    public void Samples_along_dimension_1_are_no_fault() => Holds(new MixedSamples.OnTimeFirst());

    [Fact]
    public void Dropout_in_evaluation_mode_is_no_fault() => Holds(new FaultyRecipes.Around(() => new MixedSamples.DropoutInEvaluation()));

    [Fact]
    public void Latent_variables_that_are_sampled_in_evaluation_mode_are_no_fault() =>
        Holds(new VariationalAutoencoderFixture<VariationalAutoencoderByCall>());

    [Fact]
    public void Similarities_of_all_pairs_are_no_fault() => Holds(new MixedSamples.PairsFixture());

    [Fact]
    public void Cannot_tell_when_other_samples_draw_another_amount_of_noise() =>
        Answers(new FaultyRecipes.Around(() => new MixedSamples.NoiseByContent()), Outcome.CouldNotTell, "another amount of random numbers");

    [Fact]
    public void Cannot_tell_for_a_model_that_keeps_a_state() =>
        Answers(new FaultyRecipes.Around(() => new MixedSamples.CountsItsCalls()), Outcome.CouldNotTell, "keeps a state");

    [Fact]
    public void Cannot_tell_when_no_input_reaches_the_output() =>
        Answers(new FaultyRecipes.Around(() => new FaultyClassifiers.ZeroedInput()), Outcome.CouldNotTell, "[InputMatters]");

    [Fact]
    public void Does_not_apply_when_rows_are_no_samples() => Answers(new MixedSamples.NotSeparable(), Outcome.DoesNotApply, "Separable is false");

    [Fact]
    public void Names_the_layer_that_is_given_a_view_after_a_transpose() => FailsNamingFirst(new ViewAfterTranspose(), "fc", "between norm and fc");

    [Fact]
    public void Names_the_operation_where_hooks_do_not_fire() =>
        FailsNamingFirst(new MixedSamples.OnImages(() => new MixedSamples.ViewAfterTransposeByForward()), "fc", "between conv and fc: operation");

    [Fact]
    public void Names_the_last_layer_before_a_softmax_over_the_batch() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.SoftmaxOverBatch()), "Third", "after Third");

    [Fact]
    public void Names_the_softmax_module_over_the_batch() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new MixedSamples.SoftmaxModuleOverBatch()), "weights", "in weights (Softmax)");

    [Fact]
    public void Names_the_softmax_module_over_the_batch_where_hooks_do_not_fire() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new MixedSamples.SoftmaxModuleOverBatchByForward()), "weights", "in weights: operation");

    [Fact]
    public void Names_the_place_of_batch_statistics() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new MixedSamples.BatchStatistics()), "Third", "between Second and Third");

    [Fact]
    public void Names_attention_over_the_batch() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new MixedSamples.AttentionOverBatch()), "Third", "between Second and Third");

    private sealed class ViewAfterTranspose() : MixedSamples.OnImages(() => new MixedSamples.ViewAfterTranspose());
}
