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
        new("TS01", "RegisterComponents is forgotten", Stage.TorchSharp, () => new ClassifierFixture(), () => new ClassifierFixture(create: _ => new Unregistered()))
        {
            AcceptedLocations = [AnyLayer, "RegisterComponents", "^parameters", "^Unregistered"],
        },
        new("TS03", "layers in a list", Stage.TorchSharp, () => new ClassifierFixture(), () => new ClassifierFixture(create: style => new LayersInList(style)))
        {
            AcceptedLocations = ["^ls(\\[[01]\\]|\\.[01])?(\\.|$)"],
        },
        new("TS05", "a tensor that requires a gradient and is no Parameter", Stage.TorchSharp, () => new ClassifierFixture(create: style => new Scaled(style)), () => new ClassifierFixture(create: style => new ScaledByTensor(style)))
        {
            AcceptedLocations = ["^scale$"],
        },
        new("TS07", "the head is replaced after it was registered", Stage.TorchSharp, () => new FrozenBackboneFixture(), () => new FrozenBackboneFixture(() => new ReplacedHead()))
        {
            AcceptedLocations = ["^head(\\.|$)"],
        },
        new("TS09", "no_grad() without using", Stage.TorchSharp, () => new CountsRight(), () => new SwitchesAutogradOff())
        {
            AcceptedLocations = ["TrainStep", "no_grad", "grad mode", "autograd"],
        },
        new("TS11", "the sum of the losses keeps every step's graph", Stage.TorchSharp, () => new SumsNumbers(), () => new SumsTensors())
        {
            AcceptedLocations = ["TrainStep", "^loss", "live tensors"],
        },
        new("TS13", "an integer division makes the attention's scale 0", Stage.TorchSharp, () => new CausalLanguageModelFixture(), () => new CausalLanguageModelFixture(create: style => new CausalLanguageModel(style, new IntegerScale(style))))
        {
            AcceptedLocations = ["^attn$", "^attn\\.[qk](\\.|$)"],
        },
        new("TS15", "the optimizer was built before the model moved to float64", Stage.TorchSharp, () => new DoublePrecision(moveFirst: true), () => new DoublePrecision(moveFirst: false))
        {
            AcceptedLocations = ["optimizer", "^CreateTraining"],
        },
    ];

    private sealed class Unregistered : Module<Tensor, Tensor>
    {
        private readonly Linear fc1 = Linear(Classifier.Features, Classifier.Hidden);
        private readonly Linear fc2 = Linear(Classifier.Hidden, Classifier.Hidden);
        private readonly Linear fc3 = Linear(Classifier.Hidden, Classifier.Classes);

        public Unregistered()
            : base(nameof(Unregistered))
        {
        }

        public override Tensor forward(Tensor input) => fc3.call(functional.relu(fc2.call(functional.relu(fc1.call(input)))));
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
        public ReplacedHead() => head = Linear(32, 4);
    }

    /// <summary>Counts right labels under no_grad after its step.</summary>
    private class CountsRight : ClassifierFixture
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

    private sealed class SwitchesAutogradOff : CountsRight
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

    private sealed class SumsNumbers : ClassifierFixture
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

    private sealed class SumsTensors : ClassifierFixture
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

    private sealed class DoublePrecision(bool moveFirst) : RegressorFixture
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
