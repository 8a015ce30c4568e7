using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Faults that show when a training is interrupted and resumed.</summary>
internal static class ResumptionCases
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("PR08", "a warm-up that counts its steps in a field", style => new WarmsUp(style, byField: false), style => new WarmsUp(style, byField: true), ["^Step$", "^learning rate"]),
        .. Case("PR08b", "a schedule that the training does not list", style => new Decays(style, listed: true), style => new Decays(style, listed: false), ["^learning rate", "(?i)schedule"]),
        .. Case("PR08c", "noise from a System.Random of the training", style => new Noisy(style, ofSystem: false), style => new Noisy(style, ofSystem: true), ["^Random$", "^TrainStep"]),
        .. Case("PR08d", "a teacher beside the model", style => new Following(style, inTraining: false), style => new Following(style, inTraining: true), ["^Teacher"]),
        .. Case("PR08e", "a running mean in a tensor of the training", style => new Scales(style, byModel: true), style => new Scales(style, byModel: false), ["^Mean$"]),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted) =>
        ZooCase.InBothStyles(id, title, Stage.State, parent, mutant, accepted, Contract.Named("ResumesExactly"));

    private sealed class State(Module<Tensor, Tensor> model, Optimizer optimizer) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public int Step { get; set; }

        public Random Random { get; } = new(1);

        public Tensor Mean { get; } = ones(1);

        public lr_scheduler.LRScheduler? Schedule { get; init; }
    }

    private abstract class WithState(CallStyle style, Func<CallStyle, Module<Tensor, Tensor>>? create = null) : ClassifierFixture(style, create)
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new State(model, CreateOptimizer(model));
    }

    private sealed class WarmsUp(CallStyle style, bool byField) : WithState(style)
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var steps = byField ? ((State)training).Step++ : training.StepsTaken;
            foreach (var group in training.Optimizer.ParamGroups)
                group.LearningRate = 0.003 * Math.Min(1, (steps + 1) / 10.0);
            return base.TrainStep(training, batch);
        }
    }

    private sealed class Decays(CallStyle style, bool listed) : ClassifierFixture(style)
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var optimizer = CreateOptimizer(model);
            var schedule = lr_scheduler.LambdaLR(optimizer, step => 1 / (1 + (0.1 * step)));
            return listed ? new Training<Module<Tensor, Tensor>>(model, optimizer, schedule) : new State(model, optimizer) { Schedule = schedule };
        }

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            (training as State)?.Schedule!.step();
            return loss;
        }
    }

    private sealed class Noisy(CallStyle style, bool ofSystem) : WithState(style)
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var factor = 0.9 + (0.2 * (ofSystem ? ((State)training).Random.NextDouble() : rand(1).item<float>()));
            return base.TrainStep(training, new Batch(batch.Input * factor, batch.Target));
        }
    }

    /// <summary>A classifier with a buffer for the running mean of the loss.</summary>
    private sealed class KeepsMean : Classifier
    {
        public Tensor Mean { get; } = ones(1);

        public KeepsMean(CallStyle style)
            : base(style) => register_buffer("mean", Mean);
    }

    /// <summary>The loss is brought to one scale by its running mean.</summary>
    private sealed class Scales(CallStyle style, bool byModel) : WithState(style, style => new KeepsMean(style))
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.train();
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            var mean = byModel ? ((KeepsMean)training.Model).get_buffer("mean")! : ((State)training).Mean;
            using (no_grad())
                mean.mul_(0.9).add_(loss.detach(), alpha: 0.1);
            (loss / mean).sum().backward();
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class TeacherTraining(Module<Tensor, Tensor> model, Optimizer optimizer, Classifier teacher) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public Classifier Teacher { get; } = teacher;
    }

    private sealed class Taught : Classifier
    {
        private readonly Classifier teacher;

        public Taught(CallStyle style)
            : base(style)
        {
            teacher = new Classifier(style);
            Freeze(teacher);
            register_module(nameof(teacher), teacher);
        }

        public Classifier Teacher => teacher;
    }

    /// <summary>The model follows the mean of its own weights (Tarvainen and Valpola 2017, "Mean teachers").</summary>
    private sealed class Following(CallStyle style, bool inTraining) : ClassifierFixture(style, style => inTraining ? new Classifier(style) : new Taught(style))
    {
        private readonly CallStyle style = style;

        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam(model.parameters().Where(parameter => parameter.requires_grad), lr: 0.003);

        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var teacher = model is Taught taught ? taught.Teacher : Freeze(new Classifier(style));
            return new TeacherTraining(model, CreateOptimizer(model), teacher);
        }

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var teacher = ((TeacherTraining)training).Teacher;
            training.Model.train();
            training.Optimizer.zero_grad();
            var output = training.Model.forward(batch.Input);
            var loss = Loss(output, batch.Target) + (0.1 * functional.mse_loss(output, teacher.forward(batch.Input).detach()));
            loss.backward();
            training.Optimizer.step();
            using (no_grad())
            {
                foreach (var (name, mean) in teacher.named_parameters())
                    mean.lerp_(training.Model.get_parameter(name)!, 0.1);
            }
            return loss;
        }
    }

    private static Classifier Freeze(Classifier teacher)
    {
        foreach (var parameter in teacher.parameters())
            parameter.requires_grad = false;
        return teacher;
    }
}
