using ModelTests.Models;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class NoNonFiniteTests : CheckTests<NoNonFiniteAttribute>
{
    private protected override IRecipes ShownInDocs => new FaultyRecipes.ZeroVarianceFeature();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_a_healthy_regressor() => Holds(new RegressorFixture());

    [Fact]
    public void Names_the_layer_after_which_zero_was_divided_by_zero() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.ZeroVarianceFeature()), "First", "between the input and First");

    [Fact]
    public void Names_the_place_in_the_backward_pass_when_the_forward_pass_is_finite() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.RootOfSigned()), "First", "backward pass, between First and Second");

    [Fact]
    public void Names_the_gap_between_two_layers_in_which_a_logarithm_of_zero_was_taken() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.LogarithmOfActivation()), "Second", "between First (Linear) and Second (Linear)");

    [Fact]
    public void Names_the_layer_before_an_exponential_that_overflows() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.ExplodingLayer()), "Second", "between First (Linear) and Second (Linear)");

    [Fact]
    public void Names_the_loss_that_takes_the_logarithm_of_a_softmax() => FailsNamingFirst(new FaultyRecipes.UnstableLoss(), "Loss, on finite outputs");

    [Fact]
    public void Names_the_input_when_the_data_has_a_NaN() => FailsNamingFirst(new FaultyRecipes.NotANumberInData(), "the input, before the model saw it");

    [Fact]
    public void Names_the_state_of_an_optimizer_that_overflows_while_everything_else_is_finite()
    {
        var verdict = Judge.With(Check, new Evidence(new OverflowingSquares()));
        Assert.Equal(Outcome.Fails, verdict.Outcome);
        Assert.Contains("optimizer-state exp_avg_sq has Inf in training step 1", verdict.Headline, StringComparison.Ordinal);
        Assert.StartsWith("TrainStep", verdict.Findings[0].Location, StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_a_run_that_diverges_on_a_single_batch() =>
        Assert.All(Seeds, seed => Assert.Equal(Outcome.Fails, Judge.With(Check, new Evidence(new FaultyRecipes.DivergingSum(), seed)).Outcome));

    [Fact]
    public void Names_the_learning_rate_where_the_loss_grows_until_it_overflows() => FailsNamingFirst(new FaultyRecipes.DivergingSum(), "learning rate", "training diverges");

    [Fact]
    public void Names_the_layers_around_an_exponential_whose_square_overflows_in_the_loss() =>
        FailsNamingFirst(new Exploding(CallStyle.Call), "last", "between first (Linear) and last (Linear)");

    [Fact]
    public void Names_the_layer_before_such_an_exponential_where_hooks_do_not_fire() =>
        FailsNamingFirst(new Exploding(CallStyle.Forward), "first", "after first, forward pass");

    [Fact]
    public void Names_the_layer_in_a_model_on_which_hooks_never_fire() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new ForwardStyleLogarithm()), "First", "after First, forward pass");

    [Fact]
    public void A_mask_of_minus_infinity_is_no_fault() => Holds(new FaultyRecipes.Around(() => new MaskedAttention()));

    /// <summary>Gradients of 1e22 are finite, and Adam squares them.</summary>
    private sealed class OverflowingSquares : ClassifierFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target) * 1e24;
    }

    private sealed class Exploding(CallStyle style) : RegressorFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new Exponential(style);

        private sealed class Exponential : Module<Tensor, Tensor>
        {
            private readonly CallStyle style;
            private readonly TorchSharp.Modules.Linear first = Linear(10, 32);
            private readonly TorchSharp.Modules.Linear last = Linear(32, 1);

            public Exponential(CallStyle style)
                : base(nameof(Exponential))
            {
                this.style = style;
                RegisterComponents();
            }

            public override Tensor forward(Tensor input) => Run(last, (Run(first, input).tanh() * 80).exp());

            private Tensor Run(TorchSharp.Modules.Linear layer, Tensor input) => style == CallStyle.Call ? layer.call(input) : layer.forward(input);
        }
    }

    private sealed class ForwardStyleLogarithm : Classifier
    {
        public override Tensor forward(Tensor input) =>
            Third.forward(functional.relu(Second.forward(functional.relu(First.forward(input)).log())));
    }

    /// <summary>Treats the hidden units as a sequence whose later half is masked out.</summary>
    private sealed class MaskedAttention : Classifier
    {
        protected override Tensor Hidden(Tensor input)
        {
            var hidden = base.Hidden(input);
            var mask = zeros_like(hidden);
            mask[TensorIndex.Colon, TensorIndex.Slice(16)] = float.NegativeInfinity;
            return functional.softmax(hidden + mask, 1) * hidden;
        }
    }
}
