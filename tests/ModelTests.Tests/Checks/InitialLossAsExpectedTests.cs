using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class InitialLossAsExpectedTests : CheckTests<InitialLossAsExpectedAttribute>
{
    private protected override IRecipes ShownInDocs => new LargeLastLayer();

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_yes_and_no() => Holds(new Losses.OfAnswers((output, target) => functional.binary_cross_entropy_with_logits(output, target)));

    [Fact]
    public void Holds_for_tokens_of_which_some_are_left_out() =>
        Holds(new Losses.OfTokens((output, target) => functional.cross_entropy(output.flatten(0, 1), target.flatten()), padding: -100));

    [Fact]
    public void Holds_for_class_weights_label_smoothing_and_sums()
    {
        Holds(new Losses.OfClasses((output, target) => functional.cross_entropy(output, target, weight: tensor([0.1, 1, 3, 9]).to(output.dtype))));
        Holds(new Losses.OfClasses((output, target) => functional.cross_entropy(output, target, label_smoothing: 0.2)));
        Holds(new Losses.OfClasses((output, target) => functional.cross_entropy(output, target, reduction: Reduction.Sum)));
    }

    [Fact]
    public void Holds_for_inputs_of_ten_times_the_usual_size() => Holds(new Inputs(5));

    [Fact]
    public void Does_not_apply_to_regression() => Answers(new RegressorFixture(), Outcome.DoesNotApply, "no classification");

    [Fact]
    public void Does_not_apply_to_a_model_that_has_learned_already() => Answers(new Pretrained(), Outcome.DoesNotApply, "pretrained");

    [Fact]
    public void Names_a_last_layer_that_begins_too_large() => FailsNamingFirst(new LargeLastLayer(), "Third", "too large");

    [Fact]
    public void Names_a_first_layer_that_begins_too_large() => FailsNamingFirst(new Scaled("First", 300), "First", "too large");

    [Fact]
    public void Names_inputs_that_are_not_scaled() => FailsNamingFirst(new Inputs(100), "input", "inputs are large");

    [Fact]
    public void Names_logits_that_are_multiplied_in_a_layer() => FailsNamingFirst(new Multiplied(), "scale", "too large");

    private sealed class LargeLastLayer() : Scaled("Third", 100);

    private class Scaled(string layer, double factor) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var model = base.CreateModel();
            using var untracked = no_grad();
            foreach (var (_, parameter) in model.named_parameters().Where(entry => entry.name.Contains(layer, StringComparison.Ordinal)))
                parameter.mul_(factor);
            return model;
        }
    }

    private sealed class Inputs(double size) : ClassifierFixture
    {
        public override ModelData CreateData()
        {
            using var generator = new Generator(1);
            var inputs = randn(64, 10, generator: generator);
            using var weights = randn(10, 4, generator: generator);
            return ModelData.From(inputs * size, inputs.matmul(weights).argmax(1));
        }
    }

    private sealed class Multiplied : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => Sequential(("net", base.CreateModel()), ("scale", new Factor()));
    }

    private sealed class Factor : Module<Tensor, Tensor>
    {
        public Factor()
            : base(nameof(Factor)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input * 100;
    }

    /// <summary>The data's classes are the largest of four features, and the model returns these.</summary>
    private sealed class Pretrained : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            using var untracked = no_grad();
            var last = Linear(10, 4, hasBias: false);
            last.weight = new Parameter(eye(4, 10) * 20);
            return last;
        }

        public override ModelData CreateData()
        {
            using var generator = new Generator(1);
            var inputs = randn(64, 10, generator: generator);
            return ModelData.From(inputs, inputs[.., ..4].argmax(1));
        }
    }
}
