using ModelTests.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Faults that come from how TorchSharp registers, tracks and disposes.</summary>
internal static class TorchSharpCases
{
    private const string AnyLayer = "^fc[123](\\.|$)";

    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("TS01", "RegisterComponents is forgotten", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new Unregistered(style)),
            [AnyLayer, "RegisterComponents", "^parameters", "^Unregistered"]),
        .. Case("TS03", "layers in a list", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new LayersInList(style)),
            ["^ls(\\[[01]\\]|\\.[01])?(\\.|$)"]),
        .. Case("TS05", "a tensor that requires a gradient and is no Parameter", style => new ClassifierFixture(style, style => new Scaled(style)), style => new ClassifierFixture(style, style => new ScaledByTensor(style)),
            ["^scale$"]),
        .. Case("TS07", "the head is replaced after it was registered", style => new FrozenBackboneFixture(style), style => new FrozenBackboneFixture(style, style => new ReplacedHead(style)),
            ["^head(\\.|$)"]),
        .. Case("TS09", "no_grad() without using", style => new CountsRight(style), style => new SwitchesAutogradOff(style),
            ["TrainStep", "no_grad", "grad mode", "autograd"]),
        .. Case("TS11", "the sum of the losses keeps every step's graph", style => new SumsNumbers(style), style => new SumsTensors(style),
            ["TrainStep", "^loss", "live tensors"]),
        .. Case("TS13", "an integer division makes the attention's scale 0", style => new CausalLanguageModelFixture(style), style => new CausalLanguageModelFixture(style, style => new CausalLanguageModel(style, new IntegerScale(style))),
            ["^attn$", "^attn\\.[qk](\\.|$)"]),
        .. Case("TS15", "the optimizer was built before the model moved to float64", style => new DoublePrecision(style, moveFirst: true), style => new DoublePrecision(style, moveFirst: false),
            ["optimizer", "^CreateTraining"]),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted, IEnumerable<CheckAttribute>? declared = null) =>
        ZooCase.InBothStyles(id, title, Stage.TorchSharp, parent, mutant, accepted, declared);

    private sealed class Unregistered : Module<Tensor, Tensor>
    {
        private readonly CallStyle style;
        private readonly Linear fc1 = Linear(Classifier.Features, Classifier.Hidden);
        private readonly Linear fc2 = Linear(Classifier.Hidden, Classifier.Hidden);
        private readonly Linear fc3 = Linear(Classifier.Hidden, Classifier.Classes);

        public Unregistered(CallStyle style)
            : base(nameof(Unregistered)) => this.style = style;

        public override Tensor forward(Tensor input) => style.Run(fc3, functional.relu(style.Run(fc2, functional.relu(style.Run(fc1, input)))));
    }

    private sealed class LayersInList : Module<Tensor, Tensor>
    {
        private readonly CallStyle style;
        private readonly List<Linear> ls = [Linear(Classifier.Features, Classifier.Hidden), Linear(Classifier.Hidden, Classifier.Hidden)];
        private readonly Linear head = Linear(Classifier.Hidden, Classifier.Classes);

        public LayersInList(CallStyle style)
            : base(nameof(LayersInList))
        {
            this.style = style;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => style.Run(head, ls.Aggregate(input, (hidden, layer) => functional.relu(style.Run(layer, hidden))));
    }

    private sealed class Scaled : Classifier
    {
        private readonly Parameter scale = new(ones(Classes));

        public Scaled(CallStyle style)
            : base(style)
        {
        }

        protected override Tensor Output(Tensor hidden) => base.Output(hidden) * scale;
    }

    private sealed class ScaledByTensor : Classifier
    {
        private readonly Tensor scale = ones(Classes, requires_grad: true);

        public ScaledByTensor(CallStyle style)
            : base(style)
        {
        }

        protected override Tensor Output(Tensor hidden) => base.Output(hidden) * scale;
    }

    private sealed class ReplacedHead : FrozenBackbone
    {
        public ReplacedHead(CallStyle style)
            : base(style) => head = Linear(32, 4);
    }

    /// <summary>Counts right labels under no_grad after its step.</summary>
    private class CountsRight(CallStyle style) : ClassifierFixture(style)
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            _ = Right(training.Model, batch);
            return loss;
        }

        protected virtual long Right(Module<Tensor, Tensor> model, Batch batch)
        {
            using var untracked = no_grad();
            return model.call(batch.Input).argmax(1).eq(batch.Target).sum().item<long>();
        }
    }

    private sealed class SwitchesAutogradOff(CallStyle style) : CountsRight(style)
    {
        protected override long Right(Module<Tensor, Tensor> model, Batch batch)
        {
            no_grad();
            return model.call(batch.Input).argmax(1).eq(batch.Target).sum().item<long>();
        }
    }

    private sealed class SumOfNumbers(Module<Tensor, Tensor> model, Optimizer optimizer) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public double Total { get; set; }
    }

    private sealed class SumsNumbers(CallStyle style) : ClassifierFixture(style)
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new SumOfNumbers(model, CreateOptimizer(model));

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            ((SumOfNumbers)training).Total += loss.item<float>();
            return loss;
        }
    }

    private sealed class SumOfTensors(Module<Tensor, Tensor> model, Optimizer optimizer) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public Tensor Total { get; set; } = zeros(1);
    }

    private sealed class SumsTensors(CallStyle style) : ClassifierFixture(style)
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new SumOfTensors(model, CreateOptimizer(model));

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            ((SumOfTensors)training).Total += loss;
            return loss;
        }
    }

    private sealed class IntegerScale(CallStyle style) : CausalAttention(style)
    {
        protected override Tensor Scores(Tensor queries, Tensor keys)
        {
            var width = keys.shape[2];
            return queries.matmul(keys.transpose(1, 2)) * (1 / width);
        }
    }

    private sealed class DoublePrecision(CallStyle style, bool moveFirst) : RegressorFixture(style)
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            if (moveFirst)
                model.to(float64);
            var optimizer = CreateOptimizer(model);
            if (!moveFirst)
                model.to(float64);
            return new(model, optimizer);
        }

        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch) => model.call(batch.Input.to(model.parameters().First().dtype));

        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, target.to(output.dtype));
    }
}
