using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>Whatever is wrong with a fixture, each check answers with one clear failure: what, where, what to do.</summary>
public class BadFixtureTests
{
    public static TheoryData<string> AllChecks => [.. CheckCatalogue.StandardTypes.Select(type => type.Name)];

    /// <summary>Those that need the model; checks of the data judge it whatever is wrong with the model.</summary>
    public static TheoryData<string> Checks => [.. CheckCatalogue.StandardTypes.Select(type => type.Name).Where(name => !IsOfData(name))];

    [Theory]
    [MemberData(nameof(AllChecks))]
    public void A_model_that_throws_is_named_with_its_line(string check) =>
        Expect(check, new ThrowingModel(), "CreateModel threw InvalidOperationException: no weights file", "ThrowingModel.CreateModel in BadFixtureTests.cs:");

    [Theory]
    [MemberData(nameof(AllChecks))]
    public void A_model_that_is_null_is_named(string check) =>
        Expect(check, new NullModel(), "CreateModel returned null", "return a new model from CreateModel");

    [Theory]
    [MemberData(nameof(AllChecks))]
    public void Data_that_is_null_is_named(string check) =>
        Expect(check, new NullData(), "CreateData returned null", "return ModelData from CreateData");

    [Theory]
    [MemberData(nameof(AllChecks))]
    public void Data_that_throws_midway_is_named_with_its_line(string check) =>
        Expect(check, new ThrowingData(), "TrainingBatches threw IOException: disk gone", "BadFixtureTests.cs:");

    [Theory]
    [MemberData(nameof(AllChecks))]
    public void Data_without_a_batch_is_named(string check) =>
        Expect(check, new NoBatches(), "TrainingBatches() is empty", "give at least one batch");

    [Theory]
    [MemberData(nameof(AllChecks))]
    public void An_empty_batch_is_named_with_its_number_and_shape(string check) =>
        Expect(check, new EmptyBatch(), "training batch 0 is empty: the input has shape [0, 10]", "give every batch at least one sample");

    [Theory]
    [MemberData(nameof(AllChecks))]
    public void Inputs_and_targets_of_different_sizes_are_named_with_both_shapes(string check) =>
        Expect(check, new MismatchingBatch(), "training batch 0 has 8 samples in the input [8, 10] and 7 in the target [7]", "give one target per sample");

    [Theory]
    [MemberData(nameof(AllChecks))]
    public void A_disposed_batch_is_named(string check) =>
        Expect(check, new DisposedBatch(), "training batch 0 holds a tensor that was disposed", "give each batch tensors of its own");

    [Theory]
    [MemberData(nameof(Checks))]
    public void A_model_that_disposes_its_input_is_named(string check) =>
        Expect(check, new DisposesInput(), "Forward disposed its input: input 0 of the batch is no longer there after the call", "it belongs to the caller");

    [Theory]
    [MemberData(nameof(Checks))]
    public void Integers_for_a_layer_of_real_numbers_name_the_layer_and_the_remedy(string check) =>
        Expect(check, new IntegerInputs(), "First: Linear was given [", ".to(torch.float32)");

    [Theory]
    [MemberData(nameof(Checks))]
    public void A_wrong_shape_names_the_layer_and_shows_no_native_frames(string check)
    {
        var text = Expect(check, new WrongShape(), "First: Linear was given [", "mat1 and mat2 shapes cannot be multiplied");
        Assert.DoesNotContain("Exception raised from", text, StringComparison.Ordinal);
        Assert.DoesNotContain(".so", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void A_model_without_parameters_is_told_how_to_register_them(string check) =>
        Expect(check, new NoParameters(), "has no parameters: parameters() is empty", "RegisterComponents()");

    [Theory]
    [MemberData(nameof(Checks))]
    public void A_model_whose_parameters_are_all_frozen_is_told_so(string check) =>
        Expect(check, new AllFrozen(), "all 6 parameters of Classifier are frozen", "requires_grad");

    [Theory]
    [MemberData(nameof(Checks))]
    public void A_model_that_takes_more_inputs_than_the_batch_has_is_told_to_override_Forward(string check) =>
        Expect(check, new WrongInputArity(), "takes (Tensor, Tensor), and the batch has 1 input tensor", "override Forward(model, batch)");

    [Theory]
    [MemberData(nameof(Checks))]
    public void A_model_that_returns_two_tensors_is_told_to_override_Loss(string check) =>
        Expect(check, new WrongOutputArity(), "The model returned 2 tensors, and one was asked for", "override Loss(ModelOutput output, Batch batch)");

    [Theory]
    [MemberData(nameof(Checks))]
    public void A_loss_that_is_no_scalar_is_told_to_reduce_it(string check) =>
        Expect(check, new LossPerSample(), "a loss is one number", "loss.mean() or loss.sum()");

    [Theory]
    [MemberData(nameof(Checks))]
    public void Targets_that_do_not_fit_the_default_loss_name_both_shapes(string check) =>
        Expect(check, new WrongTargetShape(), "an output of shape [", "with a target of shape [");

    [Theory]
    [MemberData(nameof(Checks))]
    public void Autograd_left_off_is_named_with_the_recipe_that_did_it(string check) =>
        Expect(check, new AutogradLeftOff(), "Forward leaves autograd switched off", "using (torch.no_grad())");

    [Theory]
    [InlineData(nameof(OptimizerCoversModelAttribute))]
    [InlineData(nameof(OverfitsSingleBatchAttribute))]
    [InlineData(nameof(WeightsUpdateAttribute))]
    public void An_optimizer_that_is_older_than_the_parameters_is_named(string check) =>
        Expect(check, new StaleOptimizer(), "the optimizer does not know 6 of 6 parameters", "create the optimizer last");

    [Fact]
    public void Whatever_is_wrong_with_the_model_is_not_held_against_the_data()
    {
        IRecipes[] fixtures = [
            new DisposesInput(), new IntegerInputs(), new WrongShape(), new NoParameters(), new AllFrozen(), new WrongInputArity(), new WrongOutputArity(),
            new LossPerSample(), new WrongTargetShape(), new AutogradLeftOff(), new StaleOptimizer()];
        foreach (var evidence in fixtures.Select(fixture => new Evidence(fixture)))
        {
            foreach (var check in CheckCatalogue.StandardTypes.Where(type => IsOfData(type.Name)).Select(type => CheckCatalogue.Create(type)))
            {
                var verdict = Judge.With(check, evidence);
                Assert.True(verdict.Outcome != Outcome.Fails, $"{evidence.Recipes.GetType().Name}, {check.Name}: {verdict}");
            }
        }
    }

    private static bool IsOfData(string check) => RepositoryFiles.Exists($"src/ModelTests/Checks/Data/{check}.cs");

    private static string Expect(string check, IRecipes fixture, params string[] parts)
    {
        var text = Judge.Text(fixture, IShownInDocs.For(check).Check);
        foreach (var part in parts)
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.InRange(text.Split('\n').Length, 1, 12);
        return text;
    }

    private static ModelData One(Tensor input, Tensor target) => ModelData.From([new Batch(input, target)]);

    private sealed class ThrowingModel : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => throw new InvalidOperationException("no weights file");
    }

    private sealed class NullModel : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => null!;
    }

    private sealed class NullData : ClassifierFixture
    {
        public override ModelData CreateData() => null!;
    }

    private sealed class ThrowingData : ClassifierFixture
    {
        public override ModelData CreateData() => ModelData.From(Batches());

        private static IEnumerable<Batch> Batches()
        {
            if (is_grad_enabled())
                throw new IOException("disk gone");
            yield break;
        }
    }

    private sealed class NoBatches : ClassifierFixture
    {
        public override ModelData CreateData() => ModelData.From([]);
    }

    private sealed class EmptyBatch : ClassifierFixture
    {
        public override ModelData CreateData() => One(zeros(0, 10), zeros(0, int64));
    }

    private sealed class MismatchingBatch : ClassifierFixture
    {
        public override ModelData CreateData() => One(zeros(8, 10), zeros(7, int64));
    }

    private sealed class DisposedBatch : ClassifierFixture
    {
        public override ModelData CreateData()
        {
            var input = zeros(8, 10);
            input.Dispose();
            return One(input, zeros(8, int64));
        }
    }

    private sealed class DisposesInput() : FaultyRecipes.Around(() => new DisposingClassifier());

    private sealed class DisposingClassifier : Classifier
    {
        public override Tensor forward(Tensor input)
        {
            using (input)
                return base.forward(input);
        }
    }

    private sealed class IntegerInputs : ClassifierFixture
    {
        public override ModelData CreateData() => One(arange(80).reshape(8, 10), arange(8) % 4);
    }

    private sealed class WrongShape : ClassifierFixture
    {
        public override ModelData CreateData() => One(arange(72, float32).reshape(8, 9), arange(8) % 4);
    }

    private sealed class NoParameters : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => ReLU();
    }

    private sealed class AllFrozen : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            var model = base.CreateModel();
            foreach (var parameter in model.parameters())
                parameter.requires_grad = false;
            return model;
        }
    }

    private sealed class TwoInputs : Module<Tensor, Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear layer = Linear(10, 4);

        public TwoInputs()
            : base(nameof(TwoInputs)) => RegisterComponents();

        public override Tensor forward(Tensor first, Tensor second) => layer.call(first + second);
    }

    private sealed class WrongInputArity : ModelRecipes<TwoInputs>
    {
        public override TwoInputs CreateModel() => new();

        public override ModelData CreateData() => new ClassifierFixture().CreateData();
    }

    private sealed class TwoOutputs : Module<Tensor, (Tensor, Tensor)>
    {
        private readonly TorchSharp.Modules.Linear layer = Linear(10, 4);

        public TwoOutputs()
            : base(nameof(TwoOutputs)) => RegisterComponents();

        public override (Tensor, Tensor) forward(Tensor input) => (layer.call(input), input);
    }

    private sealed class WrongOutputArity : ModelRecipes<TwoOutputs>
    {
        public override TwoOutputs CreateModel() => new();

        public override ModelData CreateData() => new ClassifierFixture().CreateData();
    }

    private sealed class LossPerSample : ClassifierFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target, reduction: Reduction.None);
    }

    private sealed class WrongTargetShape : ClassifierFixture
    {
        public override ModelData CreateData() => One(arange(80, float32).reshape(8, 10), arange(8, float32));
    }

    private sealed class AutogradLeftOff : ClassifierFixture
    {
        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch)
        {
            _ = no_grad();
            return base.Forward(model, batch);
        }
    }

    private sealed class StaleOptimizer : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model)
        {
            var optimizer = optim.Adam(model.parameters());
            model.to(float64);
            return new(model, optimizer);
        }

        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch) => model.call(batch.Input.to(model.parameters().First().dtype));
    }
}
