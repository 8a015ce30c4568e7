using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class GradientsReachEveryParameterTests : CheckTests<GradientsReachEveryParameterAttribute>
{
    private protected override IRecipes ShownInDocs => new DetachedHidden();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_a_healthy_regressor() => Holds(new RegressorFixture());

    [Fact]
    public void An_expert_to_which_no_sample_is_routed_is_no_fault() => Holds(new FaultyRecipes.Around(() => new RoutedExperts(leftOut: 0)));

    [Fact]
    public void Names_an_expert_that_is_never_asked() => FailsNamingFirst(new FaultyRecipes.Around(() => new RoutedExperts(leftOut: 1)), "experts.5.weight", "forward() does not use it");

    [Fact]
    public void Names_a_layer_that_forward_does_not_use() =>
        FailsNamingFirst(new FaultyRecipes.UnconnectedLayer(), "side.weight", "side is registered but forward() does not use it");

    [Fact]
    public void Names_the_layers_between_which_the_graph_is_cut() =>
        FailsNamingFirst(new DetachedHidden(), "First.weight", "the graph is cut between it and the loss, between Second and Third");

    [Fact]
    public void Names_them_when_hooks_never_fire() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new DetachedByForward()), "First.weight", "between First and Second");

    [Fact]
    public void Names_the_weight_that_sees_only_zeros() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.ZeroedInput()), "First.weight", "exactly 0");

    [Fact]
    public void Names_what_lies_before_a_dropout_of_everything() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.DropsEverything()), "First.weight", "between Second and Third");

    [Fact]
    public void Names_gradients_that_are_not_finite() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new FaultyClassifiers.RootOfSigned()), "First.weight", "not finite");

    [Fact]
    public void Gradients_that_the_training_step_clears_are_no_fault_of_the_model() => Holds(new FaultyRecipes.ClippedToZero());

    [Fact]
    public void A_zero_initialised_last_layer_is_no_fault() => Holds(new FaultyRecipes.Around(() => new ZeroInitialisedLastLayer()));

    [Fact]
    public void A_low_rank_adapter_is_no_fault() => Holds(new FaultyRecipes.Around(() => new Adapter()));

    [Fact]
    public void An_exception_leaves_its_parameters_out()
    {
        var check = new GradientsReachEveryParameterAttribute { Except = "side.**", Because = "kept for a later release" };
        Assert.Equal(Outcome.Holds, Judge.With(check, new Evidence(new FaultyRecipes.UnconnectedLayer())).Outcome);
    }

    [Theory]
    [InlineData("First.**", "an old reason", "is no longer needed")]
    [InlineData("first.**", "a misspelt path", "matches none of the 6 trainable parameters")]
    [InlineData("First.**", "", "has no reason")]
    public void An_exception_that_is_not_needed_or_not_explained_fails(string except, string because, string says)
    {
        var verdict = Judge.With(new GradientsReachEveryParameterAttribute { Except = except, Because = because }, new Evidence(new ClassifierFixture()));
        Assert.Equal(Outcome.Fails, verdict.Outcome);
        Assert.Contains(says, verdict.Headline, StringComparison.Ordinal);
    }

    private sealed class DetachedHidden : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new FaultyClassifiers.DetachedHidden();
    }

    private sealed class DetachedByForward : Classifier
    {
        public override Tensor forward(Tensor input) =>
            Third.forward(functional.relu(Second.forward(functional.relu(First.forward(input)).detach())));
    }

    private sealed class ZeroInitialisedLastLayer : Classifier
    {
        public ZeroInitialisedLastLayer()
        {
            init.zeros_(Third.weight);
            init.zeros_(Third.bias!);
        }
    }

    private sealed class Adapter : Classifier
    {
        private readonly Linear down = Linear(10, 2, hasBias: false);
        private readonly Linear up = Linear(2, 32, hasBias: false);

        public Adapter() => init.zeros_(up.weight);

        protected override Tensor Hidden(Tensor input) => functional.relu(Second.call(functional.relu(First.call(input) + up.call(down.call(input)))));
    }
}
