using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class TrainAndEvalModesTests : CheckTests<TrainAndEvalModesAttribute>
{
    private protected override IRecipes ShownInDocs => new LeftInEvaluation();

    [Fact]
    public void Holds_for_a_model_with_dropout_and_normalisation() => Holds(new Normalised());

    [Fact]
    public void Holds_for_a_model_whose_layers_do_not_depend_on_the_mode() => Holds(new ClassifierFixture());

    [Fact]
    public void Evaluation_mode_is_no_fault_where_it_makes_no_difference() => Holds(new PlainLeftInEvaluation());

    [Fact]
    public void A_frozen_part_may_stay_in_evaluation_mode() => Holds(new NormalisationKept());

    [Fact]
    public void Names_the_layers_of_a_model_that_is_left_in_evaluation_mode() => FailsNamingFirst(new LeftInEvaluation(), "norm", "eval() was called, and train() was not");

    [Fact]
    public void Names_the_model_for_a_dropout_that_is_a_function() => FailsNamingFirst(new FunctionalLeftInEvaluation(), "the model", "eval() was called, and train() was not");

    [Fact]
    public void Says_that_evaluation_switches_the_mode_for_good() => FailsNamingFirst(new EvaluationSticks(), "norm", "nothing switches it back");

    [Fact]
    public void Names_the_layers_that_are_in_train_mode_during_evaluation() => FailsNamingFirst(new EvaluatedInTrainMode(), "norm", "while the model is judged");

    [Fact]
    public void Names_the_running_statistics_that_evaluation_changes() => FailsNamingFirst(new EvaluationWrites(), "last.bias", "evaluation updates running statistics or parameters");

    private class Normalised : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() =>
            Sequential(("first", Linear(10, 32)), ("norm", BatchNorm1d(32)), ("activation", ReLU()), ("dropout", Dropout(0.2)), ("last", Linear(32, 4)));

        protected Tensor StepInTheModeThatIs(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class LeftInEvaluation : Normalised
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.eval();
            return StepInTheModeThatIs(training, batch);
        }
    }

    private sealed class PlainLeftInEvaluation : ClassifierFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.eval();
            training.Optimizer.zero_grad();
            var loss = Loss(Forward(training.Model, batch), batch);
            loss.backward();
            training.Optimizer.step();
            return loss;
        }
    }

    private sealed class FunctionalLeftInEvaluation : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new WithFunctionalDropout();

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.eval();
            training.Optimizer.zero_grad();
            var loss = Loss(training.Model.forward(batch.Input), batch.Target);
            loss.backward();
            training.Optimizer.step();
            return loss;
        }

        private sealed class WithFunctionalDropout : Classifier
        {
            protected override Tensor Hidden(Tensor input) => functional.dropout(base.Hidden(input), 0.3, training);
        }
    }

    /// <summary>Batch normalisation in evaluation mode, as detectors keep it, and dropout in train mode.</summary>
    private sealed class NormalisationKept : Normalised
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Model.train();
            training.Model.named_children().First(child => child.name == "norm").module.eval();
            return StepInTheModeThatIs(training, batch);
        }
    }

    private sealed class EvaluationSticks : Normalised
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch) => StepInTheModeThatIs(training, batch);

        public override Tensor Evaluate(Module<Tensor, Tensor> model, Batch batch)
        {
            model.eval();
            using (no_grad())
                return Loss(Forward(model, batch), batch);
        }
    }

    private sealed class EvaluatedInTrainMode : Normalised
    {
        public override Tensor Evaluate(Module<Tensor, Tensor> model, Batch batch)
        {
            using (no_grad())
                return Loss(Forward(model, batch), batch);
        }
    }

    private sealed class EvaluationWrites : Normalised
    {
        public override Tensor Evaluate(Module<Tensor, Tensor> model, Batch batch)
        {
            using (no_grad())
                model.parameters().Last().add_(1);
            return base.Evaluate(model, batch);
        }
    }
}
