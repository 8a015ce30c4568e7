using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>What a training keeps from step to step stays alive in every recording.</summary>
[Collection("ModelTests")]
public class KeptTensorsTests
{
    [Fact]
    public void A_running_loss_that_is_a_tensor_is_no_fault() => NobodyAccuses(() => new RunningLossFixture());

    [Fact]
    public void Weights_of_terms_that_the_training_makes_are_no_fault() => NobodyAccuses(() => new WeightedFixture());

    [Fact]
    public void Averaged_parameters_in_a_dictionary_are_no_fault() => NobodyAccuses(() => new AveragedFixture());

    [Fact]
    public void A_replay_memory_of_batches_is_no_fault() => NobodyAccuses(() => new ReplayFixture());

    [Fact]
    public void A_module_that_the_first_step_makes_is_no_fault() => NobodyAccuses(() => new TeacherFixture());

    [Fact]
    public void A_state_that_the_model_carries_from_step_to_step_is_no_fault() => NobodyAccuses(() => new CentredFixture());

    private static void NobodyAccuses(Func<IRecipes> fixture)
    {
        foreach (var seed in Enumerable.Range(0, 5))
            Assert.Empty(Judge.Accusations(fixture(), seed));
    }

    private sealed class RunningLoss(Module<Tensor, Tensor> model, optim.Optimizer optimizer) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public Tensor Mean { get; set; } = zeros(1);
    }

    private sealed class RunningLossFixture : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new RunningLoss(model, CreateOptimizer(model));

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            var running = (RunningLoss)training;
            running.Mean = (running.Mean * 0.9) + (loss.detach() * 0.1);
            return loss;
        }
    }

    private sealed class Weighted(Module<Tensor, Tensor> model, optim.Optimizer optimizer, TorchSharp.Modules.Parameter weight) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public TorchSharp.Modules.Parameter Weight { get; } = weight;
    }

    /// <summary>The loss has a parameter of its own, which the optimizer trains with those of the model.</summary>
    private sealed class WeightedFixture : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var weight = new TorchSharp.Modules.Parameter(zeros(1));
            return new Weighted(model, optim.Adam(model.parameters().Append(weight), lr: 0.01), weight);
        }

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var weight = ((Weighted)training).Weight;
            training.Optimizer.zero_grad();
            var loss = ((Loss(Forward(training.Model, batch), batch) * (-weight).exp()) + weight).sum();
            loss.backward();
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class Averaged(Module<Tensor, Tensor> model, optim.Optimizer optimizer) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public Dictionary<string, Tensor> Values { get; } = [];
    }

    private sealed class AveragedFixture : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new Averaged(model, CreateOptimizer(model));

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            var averaged = ((Averaged)training).Values;
            foreach (var (name, parameter) in training.Model.named_parameters())
                averaged[name] = averaged.TryGetValue(name, out var before) ? (before * 0.99) + (parameter.detach() * 0.01) : parameter.detach().clone();
            return loss;
        }
    }

    private sealed class Replay(Module<Tensor, Tensor> model, optim.Optimizer optimizer) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        private const int Most = 4;

        private readonly Queue<(Tensor Input, Tensor Target)> memory = new();

        /// <summary>The batch and those of the steps before, one behind the other.</summary>
        public Batch With(Batch batch)
        {
            memory.Enqueue((batch.Input, batch.Target));
            if (memory.Count > Most)
                memory.Dequeue();
            return new Batch(cat([.. memory.Select(entry => entry.Input)]), cat([.. memory.Select(entry => entry.Target)]));
        }
    }

    private sealed class ReplayFixture : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new Replay(model, CreateOptimizer(model));

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch) => base.TrainStep(training, ((Replay)training).With(batch));
    }

    private sealed class Taught(Module<Tensor, Tensor> model, optim.Optimizer optimizer) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public Module<Tensor, Tensor>? Teacher { get; set; }
    }

    /// <summary>A teacher that follows the model slowly; the first step makes it.</summary>
    private sealed class TeacherFixture : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new Taught(model, CreateOptimizer(model));

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var teacher = ((Taught)training).Teacher ??= Copy(training.Model);
            var loss = base.TrainStep(training, batch);
            using var untracked = no_grad();
            foreach (var (slow, fast) in teacher.parameters().Zip(training.Model.parameters()))
                slow.mul_(0.99).add_(fast, alpha: 0.01);
            return loss;
        }

        private Module<Tensor, Tensor> Copy(Module<Tensor, Tensor> model)
        {
            var copy = CreateModel();
            copy.load_state_dict(model.state_dict());
            return copy;
        }
    }

    /// <summary>Keeps the mean of its inputs in a field that is no buffer, and uses it in the next step.</summary>
    private sealed class Centred : Classifier
    {
        private readonly List<Tensor> means = [];

        public override Tensor forward(Tensor input)
        {
            if (!training)
                return base.forward(input);
            var output = base.forward(input + (means.Count == 0 ? zeros(10) : means[0] * 0));
            means.Clear();
            means.Add(input.detach().mean([0]));
            return output;
        }
    }

    private sealed class CentredFixture() : FaultyRecipes.Around(() => new Centred());
}
