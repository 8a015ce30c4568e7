using ModelTests.Models;
using Xunit;

namespace ModelTests.Tests;

public class CausalTests : CheckTests<CausalAttribute>
{
    private protected override IRecipes ShownInDocs => new SeesTheNextToken();

    [Fact]
    public void Holds_for_a_causal_transformer() => Holds(new LanguageModelFixture<LanguageModelByCall>());

    [Fact]
    public void Holds_for_a_causal_transformer_on_which_hooks_never_fire() => Holds(new LanguageModelFixture<LanguageModelByForward>());

    [Fact]
    public void Holds_for_a_recurrent_layer() => Holds(new SequenceModels.OnFeatures(() => new SequenceModels.Recurrent(bidirectional: false)));

    [Fact]
    public void Holds_for_a_recurrent_layer_with_the_time_first() => Holds(new MixedSamples.OnTimeFirst(), new CausalAttribute { TimeDimension = 0 });

    [Fact]
    public void Holds_for_a_convolution_that_is_padded_on_the_left() => Holds(new SequenceModels.OnFeatures(() => new SequenceModels.Convolution(left: 2)));

    [Fact]
    public void An_output_that_may_see_only_earlier_inputs_holds_with_a_shift_of_1() =>
        Holds(new SequenceModels.OnFeatures(() => new Delayed()), new CausalAttribute { Shift = 1 });

    [Fact]
    public void Cannot_tell_without_an_output_per_time_step() =>
        Answers(new RecurrentClassifierFixture<RecurrentClassifierByCall>(), Outcome.CouldNotTell, "return one output per time step");

    [Fact]
    public void A_negative_shift_is_named() =>
        Assert.Contains("Shift is -1", Judge.With(new CausalAttribute { Shift = -1 }, new Evidence(new ClassifierFixture())).Headline, StringComparison.Ordinal);

    [Fact]
    public void Names_the_attention_whose_mask_lets_the_next_token_through() => FailsNamingFirst(new SeesTheNextToken(), "attention");

    [Fact]
    public void Says_how_far_an_output_sees() =>
        Assert.All(Seeds, seed => Assert.Equal("output[t] depends on input[t+1]", Judge.With(Check, new Evidence(new SeesTheNextToken(), seed)).Findings[0].Text));

    [Fact]
    public void Names_the_attention_where_hooks_do_not_fire() =>
        FailsNamingFirst(new SequenceModels.OnTokens(() => new SequenceModels.Tokens(diagonal: 2, byForward: true)), "attention");

    [Fact]
    public void Names_the_bidirectional_layer() =>
        FailsNamingFirst(new SequenceModels.OnFeatures(() => new SequenceModels.Recurrent(bidirectional: true)), "recurrent", "in recurrent (LSTM)");

    [Fact]
    public void Names_the_convolution_that_is_padded_on_both_sides() =>
        FailsNamingFirst(new SequenceModels.OnFeatures(() => new SequenceModels.Convolution(left: 1)), "conv");

    [Fact]
    public void Names_the_place_where_a_mean_over_time_is_taken() =>
        FailsNamingFirst(new SequenceModels.OnFeatures(() => new SequenceModels.CentredOverTime()), "head", "between inner and head");

    [Fact]
    public void With_a_shift_of_1_an_output_that_sees_its_own_input_is_a_fault() =>
        FailsNamingFirst(new LanguageModelFixture<LanguageModelByCall>(), "Forward", check: new CausalAttribute { Shift = 1 });

    private sealed class SeesTheNextToken() : SequenceModels.OnTokens(() => new SequenceModels.Tokens(diagonal: 2));

    /// <summary>Moves everything by one step before a recurrent layer reads it.</summary>
    private sealed class Delayed : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>
    {
        private readonly SequenceModels.Recurrent recurrent = new(bidirectional: false);

        public Delayed()
            : base(nameof(Delayed)) => RegisterComponents();

        public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor sequences) =>
            recurrent.call(TorchSharp.torch.nn.functional.pad(sequences, [0, 0, 1, 0]).narrow(1, 0, sequences.shape[1]));
    }
}
