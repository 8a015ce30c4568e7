using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class ComponentsRegisteredTests : CheckTests<ComponentsRegisteredAttribute>
{
    private protected override IRecipes ShownInDocs => new LayersInAnArray();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Names_layers_in_an_array() => FailsNamingFirst(new LayersInAnArray(), "layers[0]", "does not look into arrays");

    [Fact]
    public void Names_layers_in_a_list() => FailsNamingFirst(Of(() => new WithExtra<List<Linear>>(layer => [layer], (held, input) => held[0].forward(input))), "extra[0]");

    [Fact]
    public void Names_layers_in_a_collection_expression() =>
        FailsNamingFirst(Of(() => new WithExtra<IReadOnlyList<Linear>>(layer => [layer, Linear(32, 32)], (held, input) => held[0].forward(input))), "extra[0]");

    [Fact]
    public void Names_layers_in_a_dictionary() =>
        FailsNamingFirst(Of(() => new WithExtra<Dictionary<string, Linear>>(layer => new() { ["deep"] = layer }, (held, input) => held["deep"].forward(input))), "extra[deep]", "dictionaries");

    [Fact]
    public void Names_layers_in_a_tuple() =>
        FailsNamingFirst(Of(() => new WithExtra<(string Name, Linear Layer)>(layer => ("deep", layer), (held, input) => held.Layer.forward(input))), "extra.Item2");

    [Fact]
    public void Names_layers_in_a_record() => FailsNamingFirst(Of(() => new WithExtra<Wrapped>(layer => new(layer), (held, input) => held.Layer.forward(input))), "extra.Layer");

    [Fact]
    public void Names_layers_that_a_lambda_captures() =>
        FailsNamingFirst(Of(() => new WithExtra<Func<Tensor, Tensor>>(layer => input => layer.call(input), (held, input) => held(input))), "extra.layer", "lambda");

    [Fact]
    public void A_block_that_leaves_its_registration_to_the_parent_is_no_fault() => Holds(Of(() => new WithForgetfulBlock()));

    [Fact]
    public void Names_a_layer_of_a_block_that_registers_too_early() => FailsNamingFirst(Of(() => new WithHastyBlock()), "block.inner", "or before the fields are assigned");

    [Fact]
    public void Names_a_private_field_whose_name_a_derived_class_uses_again() => FailsNamingFirst(Of(() => new SameName()), "layer");

    [Fact]
    public void Names_a_field_that_was_assigned_after_registration() => FailsNamingFirst(Of(() => new ReplacedHead()), "head", "state_dict() keep the old one");

    [Fact]
    public void Names_a_layer_that_came_after_registration() => FailsNamingFirst(Of(() => new LateLayer()), "late", "did not exist yet");

    [Fact]
    public void Names_a_layer_that_is_built_in_the_forward_pass() => FailsNamingFirst(Of(() => new BuiltInForward(register: false)), "lazy", "did not exist yet");

    [Fact]
    public void Names_a_tensor_with_a_gradient_that_is_no_parameter() => FailsNamingFirst(Of(() => new PlainTensorScale(1)), "scale", "plain tensor");

    [Fact]
    public void Names_a_computed_tensor_with_a_gradient() => FailsNamingFirst(Of(() => new PlainTensorScale(0.5)), "scale", "plain tensor");

    [Fact]
    public void Names_parameters_in_an_array() => FailsNamingFirst(Of(() => new ParametersInAnArray()), "scales[0]", "collections");

    [Fact]
    public void Names_a_parameter_that_was_disposed() => FailsNamingFirst(Of(() => new DisposedParameter()), "scale", "dispose scope");

    [Fact]
    public void Names_a_dropout_that_evaluation_mode_does_not_reach() => FailsNamingFirst(Of(() => new HiddenDropout()), "dropouts[0]");

    [Fact]
    public void Names_the_fields_of_a_model_that_registered_nothing()
    {
        FailsNamingFirst(new FaultyFixture(() => new ForgotToRegister()), "first");
        var verdict = Judge.With<WeightsUpdateAttribute>(new FaultyFixture(() => new ForgotToRegister()));
        Assert.Equal(["first (Linear)", "second (Linear)"], verdict.Findings.Select(finding => finding.Location));
    }

    [Fact]
    public void A_frozen_teacher_in_an_array_is_no_fault() => Holds(Of(() => new HidesTeacher(frozen: true)));

    [Fact]
    public void A_target_network_without_gradient_is_no_fault() => Holds(Of(() => new HidesTeacher(frozen: false)));

    [Fact]
    public void A_layer_that_is_built_and_registered_in_the_forward_pass_is_no_fault() => Holds(Of(() => new BuiltInForward(register: true)));

    [Fact]
    public void References_to_parents_and_to_the_same_child_twice_are_no_fault() => Holds(Of(() => new Cyclic()));

    [Fact]
    public void Tied_weights_constants_results_and_unused_activations_are_no_fault() => Holds(Of(() => new HoldsThisAndThat()));

    [Fact]
    public void A_conversion_to_double_precision_is_no_fault() => Holds(new InDoublePrecision());

    [Fact]
    public void Module_lists_dictionaries_and_sequences_are_no_fault() => Holds(Of(() => new Containers()));

    [Fact]
    public void Modules_in_a_list_of_a_class_that_is_no_module_are_no_fault() => Holds(new NoModuleFixture());

    private static FaultyFixture Of(Func<Classifier> create) => new(create);

    private sealed class FaultyFixture(Func<Module<Tensor, Tensor>> create) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => create();
    }

    private sealed class LayersInAnArray : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new Network();

        private sealed class Network : Classifier
        {
            private readonly Linear[] layers = [Linear(32, 32), Linear(32, 32)];

            protected override Tensor Hidden(Tensor input) => layers.Aggregate(base.Hidden(input), (hidden, layer) => functional.relu(layer.forward(hidden)));
        }
    }

    /// <summary>Holds one more layer in some way, and uses it.</summary>
    private sealed class WithExtra<T>(Func<Linear, T> hold, Func<T, Tensor, Tensor> use) : Classifier
        where T : notnull
    {
        private readonly T extra = hold(Linear(32, 32));

        protected override Tensor Hidden(Tensor input) =>
            functional.relu(use(extra, base.Hidden(input)));
    }

    private sealed record Wrapped(Linear Layer);

    private sealed class Forgetful() : Module<Tensor, Tensor>(nameof(Forgetful))
    {
        private readonly Linear inner = Linear(32, 32);

        public override Tensor forward(Tensor input) => inner.forward(input);
    }

    private sealed class WithForgetfulBlock : Classifier
    {
        private readonly Forgetful block = new();

        protected override Tensor Hidden(Tensor input) => block.forward(base.Hidden(input));
    }

    private sealed class Hasty : Module<Tensor, Tensor>
    {
        private readonly Linear inner;

        public Hasty()
            : base(nameof(Hasty))
        {
            RegisterComponents();
            inner = Linear(32, 32);
        }

        public override Tensor forward(Tensor input) => inner.forward(input);
    }

    private sealed class WithHastyBlock : Classifier
    {
        private readonly Hasty block = new();

        protected override Tensor Hidden(Tensor input) => block.forward(base.Hidden(input));
    }

    private class WithLayer : Classifier
    {
        private readonly Linear layer = Linear(32, 32);

        protected override Tensor Hidden(Tensor input) => layer.forward(base.Hidden(input));
    }

    private sealed class SameName : WithLayer
    {
        private readonly Linear layer = Linear(4, 4);

        public override Tensor forward(Tensor input) => layer.forward(base.forward(input));
    }

    private sealed class ForgotToRegister() : Module<Tensor, Tensor>(nameof(ForgotToRegister))
    {
        private readonly Linear first = Linear(10, 32);
        private readonly Linear second = Linear(32, 4);

        public override Tensor forward(Tensor input) => second.forward(functional.relu(first.forward(input)));
    }

    private sealed class ReplacedHead : Classifier
    {
        private Linear head = Linear(4, 4);

        public ReplacedHead() => Replace();

        private void Replace() => head = Linear(4, 4);

        public override Tensor forward(Tensor input) => head.forward(base.forward(input));
    }

    private sealed class LateLayer : Classifier
    {
        private readonly Linear late;

        public LateLayer()
        {
            late = Linear(32, 32);
            RegisterComponents();
        }

        protected override Tensor Hidden(Tensor input) => late.forward(base.Hidden(input));
    }

    private sealed class BuiltInForward(bool register) : Classifier
    {
        private Linear? lazy;

        protected override Tensor Hidden(Tensor input)
        {
            if (lazy is null)
            {
                lazy = Linear(32, 32).DetachFromScope();
                if (register)
                    register_module(nameof(lazy), lazy);
            }
            return lazy.forward(base.Hidden(input));
        }
    }

    private sealed class PlainTensorScale(double factor) : Classifier
    {
        private readonly Tensor scale = factor == 1 ? ones(4, requires_grad: true) : ones(4, requires_grad: true) * factor;

        public override Tensor forward(Tensor input) => base.forward(input) * scale;
    }

    private sealed class ParametersInAnArray : Classifier
    {
        private readonly Parameter[] scales = [Parameter(ones(4)), Parameter(zeros(4))];

        public override Tensor forward(Tensor input) => (base.forward(input) * scales[0]) + scales[1];
    }

    private sealed class DisposedParameter : Classifier
    {
        private readonly Parameter scale;

        public DisposedParameter()
        {
            using var scope = NewDisposeScope();
            scale = Parameter(ones(4));
            register_parameter(nameof(scale), scale);
        }

        public override Tensor forward(Tensor input) => base.forward(input) * scale;
    }

    private sealed class HiddenDropout : Classifier
    {
        private readonly Dropout[] dropouts = [Dropout(0.5)];

        protected override Tensor Hidden(Tensor input) => dropouts[0].forward(base.Hidden(input));
    }

    private sealed class HidesTeacher : Classifier
    {
        private readonly Classifier[] teacher = [new Classifier()];

        public HidesTeacher(bool frozen)
        {
            foreach (var parameter in teacher[0].parameters())
                parameter.requires_grad = !frozen;
        }

        public override Tensor forward(Tensor input)
        {
            using (no_grad())
                teacher[0].forward(input).Dispose();
            return base.forward(input);
        }
    }

    private sealed class Cyclic : Classifier
    {
        private readonly Child child;
        private readonly Linear[] again;
        private readonly Func<Tensor, Tensor> function;
        private readonly Dictionary<string, object> self = [];

        public Cyclic()
        {
            child = new Child(this);
            register_module(nameof(child), child);
            again = [Third, Third];
            function = Second.forward;
            self["self"] = self;
            self["model"] = this;
        }

        public override Tensor forward(Tensor input)
        {
            _ = again;
            return Third.forward(function(child.forward(functional.relu(First.forward(input)))));
        }
    }

    private sealed class Child : Module<Tensor, Tensor>
    {
        private readonly Classifier[] parent;
        private readonly Linear layer = Linear(32, 32);

        public Child(Classifier parent)
            : base(nameof(Child))
        {
            RegisterComponents();
            this.parent = [parent];
        }

        public override Tensor forward(Tensor input) => parent.Length == 1 ? functional.relu(layer.forward(input)) : input;
    }

    private sealed class HoldsThisAndThat : Classifier
    {
        private readonly Module<Tensor, Tensor>[] activations = [ReLU(), Tanh()];
        private readonly Tensor constant = ones(4);
        private readonly List<Tensor> constants = [zeros(4)];
        private readonly CrossEntropyLoss loss = CrossEntropyLoss();
        private readonly double[] numbers = [1, 2];
        private Tensor? lastHidden;

        public HoldsThisAndThat() => First.weight = Parameter(Second.weight.detach().narrow(1, 0, 10).clone());

        protected override Tensor Hidden(Tensor input)
        {
            lastHidden = activations[0].forward(base.Hidden(input));
            return lastHidden;
        }

        public override Tensor forward(Tensor input)
        {
            _ = (loss, numbers, lastHidden);
            return (base.forward(input) * constant) + constants[0];
        }
    }

    private sealed class InDoublePrecision : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => base.CreateModel().to(float64);

        public override ModelData CreateData()
        {
            var inputs = randn(64, 10, float64);
            return ModelData.From(inputs, arange(64) % 4);
        }
    }

    private sealed class Containers : Classifier
    {
        private readonly ModuleList<Linear> list = new(Linear(32, 32), Linear(32, 32));
        private readonly ModuleDict<Linear> dictionary = ModuleDict<Linear>(("deep", Linear(32, 32)));
        private readonly Sequential sequence = Sequential(Linear(32, 32), ReLU());
        private readonly ParameterList parameterList = new(Parameter(ones(32)));

        protected override Tensor Hidden(Tensor input) =>
            sequence.forward(dictionary["deep"].forward(list[1].forward(list[0].forward(base.Hidden(input))))) * parameterList[0];
    }

    private sealed class Ensemble
    {
        public Classifier Main { get; } = new();

        public List<Classifier> Others { get; } = [new(), new()];
    }

    private sealed class NoModuleFixture : ModelRecipes<Ensemble>
    {
        public override Ensemble CreateModel() => new();

        public override ModelData CreateData() => new ClassifierFixture().CreateData();

        public override ModelOutput Forward(Ensemble model, Batch batch) =>
            model.Others.Aggregate(model.Main.call(batch.Input), (sum, member) => sum + member.call(batch.Input));
    }
}

file static class Keeping
{
    /// <summary>A layer that is built in a forward pass must outlive that pass's dispose scope.</summary>
    public static Linear DetachFromScope(this Linear layer)
    {
        foreach (var parameter in layer.parameters())
            parameter.DetachFromDisposeScope();
        return layer;
    }
}
