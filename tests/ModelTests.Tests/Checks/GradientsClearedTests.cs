using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class GradientsClearedTests : CheckTests<GradientsClearedAttribute>
{
    private protected override IRecipes ShownInDocs => new NeverCleared();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_a_model_with_dropout() => Holds(new WithDropout());

    [Fact]
    public void Clipping_is_no_fault() => Holds(new Clipped());

    [Fact]
    public void Clearing_at_the_end_of_a_step_is_no_fault() => Holds(new ClearedLast());

    [Fact]
    public void Accumulating_over_four_batches_is_no_fault() => Holds(new Accumulated());

    [Fact]
    public void Says_that_gradients_are_never_cleared() => FailsNamingFirst(new NeverCleared(), "TrainStep", "zero_grad is not called before backward");

    [Fact]
    public void Says_so_when_they_are_clipped_as_well() => FailsNamingFirst(new NeverClearedAndClipped(), "TrainStep", "zero_grad is not called before backward");

    [Fact]
    public void Says_so_when_accumulated_gradients_are_applied_and_kept() => FailsNamingFirst(new AccumulatedAndKept(), "TrainStep", "zero_grad is not called before backward");

    [Fact]
    public void Sparse_gradients_are_no_fault() => Holds(new SparseGradients(clears: true));

    [Fact]
    public void Says_that_sparse_gradients_are_never_cleared() => FailsNamingFirst(new SparseGradients(clears: false), "TrainStep", "zero_grad is not called before backward");

    [Fact]
    public void A_step_that_takes_nothing_cannot_tell() => Answers(new FaultyRecipes.StepNeverCalled(), Outcome.CouldNotTell, "no training step moved a parameter");

    private class Step : ClassifierFixture
    {
        protected Tensor Backward(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.train();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            return loss;
        }
    }

    private sealed class SparseGradients(bool clears) : Step
    {
        public override Module<Tensor, Tensor> CreateModel() => Sequential(Embedding(20, 4, sparse: true), Flatten(), Linear(12, 4));

        public override ModelData CreateData() => ModelData.From(randint(0, 20, [64, 3], int64), randint(0, 4, [64], int64));

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.SGD(model.parameters(), learningRate: 0.1);

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            if (clears)
                training.Optimizer.zero_grad();
            var loss = Backward(training, batch);
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class WithDropout : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => Sequential(Linear(10, 64), ReLU(), Dropout(0.3), Linear(64, 4));
    }

    private sealed class Clipped : Step
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Optimizer.zero_grad();
            var loss = Backward(training, batch);
            nn.utils.clip_grad_norm_(training.Model.parameters(), 0.1);
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class ClearedLast : Step
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = Backward(training, batch);
            training.Optimizer.step();
            training.Model.zero_grad();
            return loss;
        }
    }

    private sealed class Accumulated : Step
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            if (training.StepsTaken % 4 == 0)
                training.Optimizer.zero_grad();
            var loss = Backward(training, batch);
            if (training.StepsTaken % 4 == 3)
                training.Optimizer.step();
            return loss;
        }
    }

    private sealed class NeverCleared : Step
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = Backward(training, batch);
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class NeverClearedAndClipped : Step
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = Backward(training, batch);
            nn.utils.clip_grad_norm_(training.Model.parameters(), 0.1);
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class AccumulatedAndKept : Step
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = Backward(training, batch);
            if (training.StepsTaken % 4 == 3)
                training.Optimizer.step();
            return loss;
        }
    }
}
