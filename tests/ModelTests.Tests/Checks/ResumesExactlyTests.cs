using ModelTests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Tests;

public class ResumesExactlyTests : CheckTests<ResumesExactlyAttribute>
{
    private protected override IRecipes ShownInDocs => new WarmsUpByField();

    [Fact]
    public void Holds_for_adam() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_decoupled_weight_decay() => Holds(new With(model => AdamW(model.parameters(), lr: 0.01)));

    [Fact]
    public void Holds_for_momentum() => Holds(new With(model => SGD(model.parameters(), learningRate: 0.01, momentum: 0.9)));

    [Fact]
    public void Holds_for_root_mean_square_propagation() => Holds(new With(model => RMSProp(model.parameters(), lr: 0.01, momentum: 0.9, centered: true)));

    [Theory]
    [MemberData(nameof(OtherOptimizers))]
    public void Holds_for_every_other_optimizer_with_a_state_dict(string name) => Holds(new With(Others[name]));

    [Theory]
    [MemberData(nameof(HealthyFamilies))]
    public void Holds_for_healthy_models_unless_a_checkpoint_is_out_of_reach(string family)
    {
        foreach (var model in HealthyModels.All.Where(model => model.Family == family))
        {
            foreach (var seed in Seeds)
            {
                var evidence = new Evidence(model.CreateFixture(), seed);
                var verdict = CheckRun.Of(new PlannedCheck(Check.Name, Check, null), evidence);
                Assert.True(verdict.Outcome == Outcome.Holds || verdict.Headline.Contains("torch.jit.save", StringComparison.Ordinal), $"{model.Style}, seed {seed}: {verdict}\n{string.Join("\n", verdict.Findings)}");
            }
        }
    }

    [Fact]
    public void Holds_for_a_schedule_by_steps() => Holds(new Scheduled(optimizer => lr_scheduler.StepLR(optimizer, 2)));

    [Fact]
    public void Holds_for_a_schedule_by_cosine() => Holds(new Scheduled(optimizer => lr_scheduler.CosineAnnealingLR(optimizer, 10)));

    [Fact]
    public void Holds_for_a_schedule_by_function() => Holds(new Scheduled(optimizer => lr_scheduler.LambdaLR(optimizer, step => 1 / (1.0 + step))));

    [Fact]
    public void Holds_for_a_cycle_that_also_moves_momentum() => Holds(new Scheduled(optimizer => lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 20)));

    [Fact]
    public void Holds_for_dropout() => Holds(new FaultyRecipes.Around(() => new Drops()));

    [Fact]
    public void Holds_for_batch_normalisation() => Holds(new ConvolutionalNetworkFixture<ConvolutionalNetworkByForward>());

    [Fact]
    public void Holds_for_two_optimizers() => Holds(new GenerativeAdversarialNetworkFixture<GeneratorByCall, DiscriminatorByCall>());

    [Fact]
    public void Holds_for_gradients_that_are_collected_over_an_interruption() => Holds(new Accumulates());

    [Fact]
    public void Holds_for_a_warm_up_by_steps_taken() => Holds(new WarmsUpByStepsTaken());

    [Fact]
    public void A_counter_that_no_step_depends_on_is_no_fault() => Holds(new Counts());

    [Fact]
    public void An_averaged_copy_that_no_step_depends_on_is_no_fault() => Holds(new Taught(weight: 0));

    [Fact]
    public void Names_a_counter_of_the_training_that_sets_the_learning_rate() =>
        FailsNamingFirst(new WarmsUpByField(), "Step", "is in no state dict");

    [Fact]
    public void Shows_that_the_learning_rate_differs_first()
    {
        var verdict = Judge.With(Check, new Evidence(new WarmsUpByField(), 0));
        Assert.Equal("learning rate", verdict.Findings[1].Location);
    }

    [Fact]
    public void Names_a_counter_of_the_model() => FailsNamingFirst(new FaultyRecipes.Around(() => new Anneals()), "calls", "is in no state dict");

    [Fact]
    public void Names_a_running_mean_that_is_no_buffer() => FailsNamingFirst(new FaultyRecipes.Around(() => new Centres()), "mean");

    [Fact]
    public void Names_a_replay_memory() => FailsNamingFirst(new Replays(), "Memory");

    [Fact]
    public void Names_a_teacher_that_is_not_saved() => FailsNamingFirst(new Taught(weight: 1), "Teacher");

    [Fact]
    public void Names_a_layer_that_the_training_unfroze() => FailsNamingFirst(new Unfreezes(), "Third.bias.requires_grad");

    [Fact]
    public void Finds_numbers_that_a_system_random_of_the_model_draws() => FailsNamingFirst(new FaultyRecipes.Around(() => new Scales()), "random", "random is in no state dict");

    [Fact]
    public void Finds_a_variable_that_the_schedule_captured() => FailsNamingFirst(new CapturesLoss(), "learning rate", "captured");

    [Fact]
    public void A_schedule_that_follows_the_loss_gives_no_answer() =>
        Answers(new FollowsLoss(), Outcome.CouldNotTell, "a schedule has no state to save");

    [Fact]
    public void An_optimizer_without_a_state_dict_gives_no_answer() => Answers(new With(model => new SignDescent(model)), Outcome.CouldNotTell, "SignDescent has no state dict");

    [Fact]
    public void Training_that_cannot_be_repeated_gives_no_answer() => Answers(new FaultyRecipes.Around(() => new Scales(seed: null)), Outcome.CouldNotTell, "see [TrainingIsReproducible]");

    public static TheoryData<string> HealthyFamilies => [.. HealthyModels.All.Select(model => model.Family).Distinct()];

    public static TheoryData<string> OtherOptimizers => [.. Others.Keys];

    private static Dictionary<string, Func<Module<Tensor, Tensor>, Optimizer>> Others { get; } = new()
    {
        ["Adadelta"] = model => Adadelta(model.parameters()),
        ["Adagrad"] = model => Adagrad(model.parameters()),
        ["Adam with amsgrad"] = model => Adam(model.parameters(), amsgrad: true),
        ["Adamax"] = model => Adamax(model.parameters()),
        ["ASGD"] = model => ASGD(model.parameters()),
        ["NAdam"] = model => NAdam(model.parameters()),
        ["RAdam"] = model => RAdam(model.parameters()),
        ["RMSProp"] = model => RMSProp(model.parameters()),
        ["Rprop"] = model => Rprop(model.parameters()),
        ["SGD without momentum"] = model => SGD(model.parameters(), learningRate: 0.1),
    };

    private sealed class With(Func<Module<Tensor, Tensor>, Optimizer> create) : ClassifierFixture
    {
        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => create(model);
    }

    private sealed class Scheduled(Func<Optimizer, lr_scheduler.LRScheduler> schedule) : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var optimizer = SGD(model.parameters(), learningRate: 0.1, momentum: 0.9);
            return new(model, optimizer, schedule(optimizer));
        }
    }

    private sealed class Drops : Classifier
    {
        protected override Tensor Hidden(Tensor input) => functional.dropout(base.Hidden(input), 0.5, training);
    }

    /// <summary>Applies gradients every other step.</summary>
    private sealed class Accumulates : ClassifierFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            if (training.StepsTaken % 2 == 0)
                training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            if (training.StepsTaken % 2 == 1)
                training.Optimizer.step();
            return loss;
        }
    }

    private sealed class WarmsUpByStepsTaken : ClassifierFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            foreach (var group in training.Optimizer.ParamGroups)
                group.LearningRate = 0.001 * (training.StepsTaken + 1);
            return base.TrainStep(training, batch);
        }
    }

    private sealed class Counting(Module<Tensor, Tensor> model, Optimizer optimizer) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public int Step { get; set; }
    }

    private class Counts : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new Counting(model, CreateOptimizer(model));

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            ((Counting)training).Step++;
            return base.TrainStep(training, batch);
        }
    }

    private sealed class WarmsUpByField : Counts
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            foreach (var group in training.Optimizer.ParamGroups)
                group.LearningRate = 0.001 * (((Counting)training).Step + 1);
            return base.TrainStep(training, batch);
        }
    }

    private sealed class Anneals : Classifier
    {
        private int calls;

        protected override Tensor Hidden(Tensor input) => base.Hidden(input) / (1 + (0.1 * calls++));
    }

    private sealed class Centres : Classifier
    {
        private double mean;

        protected override Tensor Hidden(Tensor input)
        {
            if (training)
                mean = (0.9 * mean) + (0.1 * input.mean().ToDouble());
            return base.Hidden(input - mean);
        }
    }

    private sealed class Remembers(Module<Tensor, Tensor> model, Optimizer optimizer) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public List<Tensor> Memory { get; } = [];
    }

    private sealed class Replays : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new Remembers(model, CreateOptimizer(model));

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var memory = ((Remembers)training).Memory;
            memory.Add(batch.Input.clone());
            return base.TrainStep(training, new Batch((batch.Input + memory[0]) / 2, batch.Target));
        }
    }

    private sealed class WithTeacher(Module<Tensor, Tensor> model, Optimizer optimizer, Module<Tensor, Tensor> teacher) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public Module<Tensor, Tensor> Teacher { get; } = teacher;
    }

    /// <summary>A teacher of averaged weights, whose outputs the model follows with some weight.</summary>
    private sealed class Taught(double weight) : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new WithTeacher(model, CreateOptimizer(model), CreateModel());

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var teacher = ((WithTeacher)training).Teacher;
            training.Optimizer.zero_grad();
            var output = training.Model.call(batch.Input);
            var loss = Loss(output, batch.Target) + (weight * (output - teacher.call(batch.Input).detach()).square().mean());
            loss.backward();
            training.Optimizer.step();
            using var untracked = no_grad();
            foreach (var (mean, parameter) in teacher.parameters().Zip(training.Model.parameters()))
                mean.mul_(0.9).add_(parameter, alpha: 0.1);
            return loss;
        }
    }

    private sealed class Unfreezes : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var model = new Classifier();
            LastBias(model).requires_grad = false;
            return model;
        }

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            if (training.StepsTaken == 1)
                LastBias(training.Model).requires_grad = true;
            return base.TrainStep(training, batch);
        }

        private static TorchSharp.Modules.Parameter LastBias(Module<Tensor, Tensor> model) => model.parameters().Last();
    }

    private sealed class Scales(int? seed = 1) : Classifier
    {
        private readonly Random random = seed is { } value ? new Random(value) : new Random();

        protected override Tensor Hidden(Tensor input) => base.Hidden(input) * (1 + (0.1 * random.NextDouble()));
    }

    /// <summary>A learning rate that follows a variable that only the lambdas know.</summary>
    private sealed class CapturesLoss : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var random = new Random(1);
            var optimizer = SGD(model.parameters(), learningRate: 0.1);
            model.register_forward_hook((_, _, output) => { _ = random.Next(); return output; });
            return new(model, optimizer, lr_scheduler.LambdaLR(optimizer, step => step < 4 ? 1 : random.NextDouble()));
        }
    }

    private sealed class FollowsLoss : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var optimizer = CreateOptimizer(model);
            return new(model, optimizer, lr_scheduler.ReduceLROnPlateau(optimizer, patience: 1));
        }

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            training.Optimizer.step();
            training.Schedulers[0].step(loss.ToDouble());
            return loss;
        }
    }

    /// <summary>An optimizer of one's own.</summary>
    private sealed class SignDescent(Module<Tensor, Tensor> model) : Optimizer(0)
    {
        public override void zero_grad() => model.zero_grad();

        public override Tensor step(Func<Tensor>? closure = null)
        {
            using var untracked = no_grad();
            foreach (var parameter in model.parameters())
                parameter.sub_(parameter.grad!.sign() * 0.001);
            return zeros(1);
        }
    }
}
