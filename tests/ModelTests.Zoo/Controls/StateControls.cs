using ModelTests.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Healthy models and trainings whose state looks odd, with the contracts that they keep, each in both call styles.</summary>
internal static class StateControls
{
    private static readonly CheckAttribute[] Resumes = [.. Contract.Named("ResumesExactly")];

    /// <summary>All of them, in the order of their numbers.</summary>
    public static IReadOnlyList<ZooControl> All { get; } =
    [
        .. ZooControl.InBothStyles("H84", "a table that is not saved, because the constructor makes it again", style => new ClassifierFixture(style, style => new UnsavedTable(style)), [.. Resumes, .. Contract.Named("PortableStateNames")]),
        .. ZooControl.InBothStyles("H86", "a layer that is made for the first input that comes", style => new BuiltByInput(style), [.. Resumes, .. Contract.Named("PortableStateNames")]),
        .. ZooControl.InBothStyles("H88", "a memory of the last batches", style => new Replays(style)),
        .. ZooControl.InBothStyles("H90", "a warm-up and noise in training, resumed", style => new WarmUpWithNoise(style), Resumes),
        .. ZooControl.InBothStyles("H92", "a teacher within the model, resumed", style => new WithTeacher(style), Resumes),
        .. ZooControl.InBothStyles("H94", "gradients collected over two batches, resumed", style => new Collects(style), Resumes),
        .. ZooControl.InBothStyles("H96", "a count of steps that is only shown, resumed", style => new Counts(style), Resumes),
        .. ZooControl.InBothStyles("H98", "a constant made on the input's device", style => new ClassifierFixture(style, style => new OnDevice(style)), Contract.Named("MovesToDevice")),
    ];

    /// <summary>The table is a buffer that does not persist.</summary>
    private sealed class UnsavedTable : Classifier
    {
        public UnsavedTable(CallStyle style)
            : base(style) => register_buffer("scales", linspace(0.5, 1.5, Features), persistent: false);

        protected override Tensor First(Tensor input) => functional.tanh(style.Run(fc1, input * get_buffer("scales")!));

        protected override Tensor Second(Tensor hidden) => functional.tanh(style.Run(fc2, hidden));
    }

    private sealed class OnDevice(CallStyle style) : Classifier(style)
    {
        protected override Tensor First(Tensor input) => functional.tanh(style.Run(fc1, input * linspace(0.5, 1.5, Features, device: input.device)));

        protected override Tensor Second(Tensor hidden) => functional.tanh(style.Run(fc2, hidden));
    }

    /// <summary>Its first layer is made when the number of features is known.</summary>
    private sealed class Lazy : Module<Tensor, Tensor>
    {
        private readonly CallStyle style;
        private readonly Linear head = Linear(Classifier.Hidden, Classifier.Classes);
        private Linear? first;

        public Lazy(CallStyle style)
            : base(nameof(Lazy))
        {
            this.style = style;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            if (first is null)
            {
                first = Linear(input.shape[1], Classifier.Hidden);
                register_module(nameof(first), first);
            }
            return style.Run(head, functional.relu(style.Run(first, input)));
        }
    }

    private sealed class BuiltByInput(CallStyle style) : ClassifierFixture(style, style => new Lazy(style))
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var model = base.CreateModel();
            using var untracked = no_grad();
            model.forward(zeros(1, Classifier.Features));
            return model;
        }
    }

    private sealed class WithMemory(Module<Tensor, Tensor> model, Optimizer optimizer) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public Queue<Batch> Memory { get; } = new();
    }

    /// <summary>Each step learns from its batch and from the one three steps before (Lin 1992, "Self-Improving Reactive Agents").</summary>
    private sealed class Replays(CallStyle style) : ClassifierFixture(style)
    {
        private const int Kept = 3;

        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new WithMemory(model, CreateOptimizer(model));

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var memory = ((WithMemory)training).Memory;
            memory.Enqueue(new Batch(batch.Input.clone(), batch.Target.clone()));
            var old = memory.Count > Kept ? memory.Dequeue() : null;
            var loss = base.TrainStep(training, old is null ? batch : new Batch(cat([batch.Input, old.Input]), cat([batch.Target, old.Target])));
            old?.Dispose();
            return loss;
        }
    }

    private sealed class WarmUpWithNoise(CallStyle style) : ClassifierFixture(style)
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var optimizer = SGD(model.parameters(), learningRate: 0.1, momentum: 0.9);
            return new(model, optimizer, lr_scheduler.LambdaLR(optimizer, ScheduledFixture.WarmUp));
        }

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch) =>
            base.TrainStep(training, new Batch(batch.Input + (randn_like(batch.Input) * 0.1), batch.Target));
    }

    private sealed class Taught : Classifier
    {
        private readonly Linear teacher = Linear(Features, Classes);

        public Taught(CallStyle style)
            : base(style)
        {
            foreach (var parameter in teacher.parameters())
                parameter.requires_grad = false;
        }

        public Tensor Teach(Tensor input) => style.Run(teacher, input);

        /// <summary>The teacher follows the labels of the batches by their means, without a gradient.</summary>
        public void Follow(Tensor input, Tensor target)
        {
            using var untracked = no_grad();
            teacher.weight.mul_(0.9).add_(functional.one_hot(target, Classes).to(float32).t().matmul(input) / input.shape[0], alpha: 0.1);
        }
    }

    private sealed class WithTeacher(CallStyle style) : ClassifierFixture(style, style => new Taught(style))
    {
        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam(model.parameters().Where(parameter => parameter.requires_grad), lr: 0.003);

        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch) => (model.call(batch.Input), ((Taught)model).Teach(batch.Input));

        public override Tensor Loss(ModelOutput output, Batch batch)
        {
            var (logits, taught) = output;
            return functional.cross_entropy(logits, batch.Target) + (0.1 * functional.mse_loss(logits, taught.detach()));
        }

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            ((Taught)training.Model).Follow(batch.Input, batch.Target);
            return loss;
        }
    }

    private sealed class Collects(CallStyle style) : ClassifierFixture(style)
    {
        private const int Batches = 2;

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.train();
            if (training.StepsTaken % Batches == 0)
                training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            (loss / Batches).backward();
            if (training.StepsTaken % Batches == Batches - 1)
                training.Optimizer.step();
            return loss;
        }
    }

    private sealed class Counting(Module<Tensor, Tensor> model, Optimizer optimizer) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public int SamplesSeen { get; set; }

        public double LastLoss { get; set; }
    }

    private sealed class Counts(CallStyle style) : ClassifierFixture(style)
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new Counting(model, CreateOptimizer(model));

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            ((Counting)training).SamplesSeen += (int)batch.Size;
            ((Counting)training).LastLoss = loss.ToDouble();
            return loss;
        }
    }
}
