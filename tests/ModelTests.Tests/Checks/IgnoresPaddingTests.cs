using Xunit;

namespace ModelTests.Tests;

public class IgnoresPaddingTests : CheckTests<IgnoresPaddingAttribute>
{
    private protected override IRecipes ShownInDocs => new InvertedMask();

    protected override IgnoresPaddingAttribute Check => new(PaddedSequences.Padding);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Holds_for_attention_that_masks_padding(bool byForward) => Holds(new PaddedSequences.Data(() => new PaddedSequences.Encoder(byForward: byForward)));

    [Fact]
    public void Holds_for_outputs_per_token_however_padded_positions_come_out() => Holds(new PaddedSequences.Data(() => new PaddedSequences.Encoder(pooled: false)));

    [Fact]
    public void Holds_for_a_sum_of_embeddings_whose_padding_is_kept_at_zero() => Holds(new PaddedSequences.Data(() => new PaddedSequences.BagOfWords()));

    [Fact]
    public void Holds_for_a_recurrent_layer_that_is_read_at_the_last_token() => Holds(new PaddedSequences.Data(() => new PaddedSequences.Recurrent(readsPadding: false)));

    [Fact]
    public void Holds_for_a_model_of_fixed_length_that_masks_padding() => Holds(new PaddedSequences.Data(() => new PaddedSequences.FixedLength(masked: true)));

    [Fact]
    public void Cannot_tell_without_padded_samples() =>
        Answers(new PaddedSequences.Data(() => new PaddedSequences.Encoder()), Outcome.CouldNotTell, "give data with padded samples", new IgnoresPaddingAttribute(99));

    [Fact]
    public void Cannot_tell_of_an_input_that_holds_no_tokens() => Answers(new ClassifierFixture(), Outcome.CouldNotTell, "set Input");

    [Fact]
    public void An_input_that_does_not_exist_is_named() =>
        Answers(new PaddedSequences.Data(() => new PaddedSequences.Encoder()), Outcome.CouldNotTell, "Input is 1", new IgnoresPaddingAttribute(0) { Input = 1 });

    [Fact]
    public void A_negative_input_is_named() =>
        Assert.Contains("Input is -1", Judge.With(new IgnoresPaddingAttribute(0) { Input = -1 }, new Evidence(new ClassifierFixture())).Headline, StringComparison.Ordinal);

    [Fact]
    public void Names_the_attention_whose_mask_is_inverted() => FailsNamingFirst(new InvertedMask(), "attention");

    [Fact]
    public void Names_the_attention_where_hooks_do_not_fire() =>
        FailsNamingFirst(new PaddedSequences.Data(() => new PaddedSequences.Encoder(inverted: true, byForward: true)), "attention");

    [Fact]
    public void Names_the_layer_behind_a_mean_that_counts_padding() =>
        FailsNamingFirst(new PaddedSequences.Data(() => new PaddedSequences.Encoder(countsPadding: true)), "head", "between attention and head");

    [Fact]
    public void Names_the_layer_behind_a_last_state_that_is_that_of_padding() =>
        FailsNamingFirst(new PaddedSequences.Data(() => new PaddedSequences.Recurrent(readsPadding: true)), "recurrent");

    [Fact]
    public void Says_that_a_mask_is_inverted_where_only_padding_counts() =>
        FailsNamingFirst(new PaddedSequences.Data(() => new PaddedSequences.PaddingOnly()), "embedding", "the mask is inverted");

    [Fact]
    public void Names_the_place_in_a_model_of_fixed_length() => FailsNamingFirst(new PaddedSequences.Data(() => new PaddedSequences.FixedLength(masked: false)), "head");

    [Fact]
    public void Names_the_same_place_where_hooks_do_not_fire() =>
        FailsNamingFirst(new PaddedSequences.Data(() => new PaddedSequences.FixedLength(masked: false, byForward: true)), "head");

    private sealed class InvertedMask() : PaddedSequences.Data(() => new PaddedSequences.Encoder(inverted: true));
}
