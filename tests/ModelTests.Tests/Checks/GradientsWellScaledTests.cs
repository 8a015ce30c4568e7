using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class GradientsWellScaledTests : CheckTests<GradientsWellScaledAttribute>
{
    private const int Depth = 12;

    private protected override IRecipes ShownInDocs => new SigmoidStack();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_a_healthy_regressor() => Holds(new RegressorFixture());

    [Fact]
    public void Names_the_first_layer_of_a_deep_sigmoid_stack() => FailsNamingFirst(new SigmoidStack(), "l0.weight", "nearly nothing");

    [Fact]
    public void Names_it_when_hooks_never_fire() => FailsNamingFirst(new Stack(() => new StackByForward(states => states.sigmoid())), "layers.0.weight");

    [Fact]
    public void Names_the_first_layer_of_a_stack_with_tiny_weights_and_biases() =>
        FailsNamingFirst(new Stack(() => Deep(Tanh, weight => init.normal_(weight, std: 0.02), bias => init.normal_(bias))), "l0.weight");

    [Fact]
    public void Names_a_layer_near_the_input_when_gradients_explode() =>
        FailsNamingFirst(new Stack(() => new StackByForward(states => (states * 20).sin())), "layers.", "far too much");

    [Fact]
    public void A_deep_network_with_an_initialisation_for_its_activation_is_no_fault() =>
        Holds(new Stack(() => Deep(() => ReLU(), weight => init.kaiming_normal_(weight, nonlinearity: init.NonlinearityType.ReLU), bias => init.zeros_(bias))));

    [Fact]
    public void A_residual_network_whose_branches_begin_nearly_at_zero_is_no_fault() => Holds(new Stack(() => new ScaledResiduals()));

    [Fact]
    public void A_zero_initialised_last_layer_is_no_fault()
    {
        var verdict = Judge.With(Check, new Evidence(new FaultyRecipes.Around(() => new ZeroInitialisedLastLayer())));
        Assert.Equal(Outcome.DoesNotApply, verdict.Outcome);
    }

    [Fact]
    public void Targets_far_from_one_are_no_fault() => Holds(new LargeTargets());

    private static Module<Tensor, Tensor> Deep(Func<Module<Tensor, Tensor>> activation, Action<Tensor>? weights = null, Action<Tensor>? biases = null)
    {
        var layers = Enumerable.Range(0, Depth).SelectMany(i => new List<(string, Module<Tensor, Tensor>)>
        {
            ($"l{i}", Linear(i == 0 ? 10 : 32, 32)),
            ($"a{i}", activation()),
        });
        var model = Sequential([.. layers, ("head", Linear(32, 4))]);
        foreach (var (name, parameter) in model.named_parameters().Where(entry => entry.name[0] == 'l'))
            (name.EndsWith("weight", StringComparison.Ordinal) ? weights : biases)?.Invoke(parameter);
        return model;
    }

    private class Stack(Func<Module<Tensor, Tensor>> model) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => model();
    }

    private sealed class SigmoidStack() : Stack(() => Deep(Sigmoid));

    private sealed class StackByForward : Module<Tensor, Tensor>
    {
        private readonly ModuleList<Linear> layers = new([.. Enumerable.Range(0, Depth).Select(i => Linear(i == 0 ? 10 : 32, 32))]);
        private readonly Linear head = Linear(32, 4);
        private readonly Func<Tensor, Tensor> activation;

        public StackByForward(Func<Tensor, Tensor> activation)
            : base(nameof(StackByForward))
        {
            this.activation = activation;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.forward(layers.Aggregate(input, (states, layer) => activation(layer.forward(states))));
    }

    /// <summary>Each branch is multiplied by a millionth at first (Touvron et al. 2021, "Going deeper with Image Transformers").</summary>
    private sealed class ScaledResiduals : Module<Tensor, Tensor>
    {
        private readonly Linear lift = Linear(10, 32);
        private readonly ModuleList<Linear> branches = new([.. Enumerable.Range(0, Depth).Select(_ => Linear(32, 32))]);
        private readonly Parameter scale = Parameter(full(32, 1e-6));
        private readonly Linear head = Linear(32, 4);

        public ScaledResiduals()
            : base(nameof(ScaledResiduals)) => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            head.call(branches.Aggregate(lift.call(input), (states, branch) => states + (functional.gelu(branch.call(states)) * scale)));
    }

    private sealed class ZeroInitialisedLastLayer : Classifier
    {
        public ZeroInitialisedLastLayer() => init.zeros_(Third.weight);
    }

    private sealed class LargeTargets : RegressorFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, target * 1e4);
    }
}
