using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class InputUntouchedTests : CheckTests<InputUntouchedAttribute>
{
    private protected override IRecipes ShownInDocs => new FaultyRecipes.Around(() => new Centres());

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void An_activation_in_place_on_the_models_own_tensor_is_no_fault() => Holds(new FaultyRecipes.Around(() => new ActivatesInPlace()));

    [Fact]
    public void Missing_values_that_are_left_alone_are_no_fault() => Holds(new WithMissingValues());

    [Fact]
    public void Names_forward_when_it_centres_its_input_in_place() => FailsNamingFirst(new FaultyRecipes.Around(() => new Centres()), "Forward", "works in place");

    [Fact]
    public void Names_the_module_that_changes_the_input() => FailsNamingFirst(new ActivatesInput(), "activation", "activation (ReLU) in Forward works in place");

    [Fact]
    public void Finds_noise_that_is_added_in_place_in_train_mode_only() => FailsNamingFirst(new FaultyRecipes.Around(() => new AddsNoise()), "Forward", "works in place");

    [Fact]
    public void Names_a_loss_that_changes_its_target() => FailsNamingFirst(new ShiftsTarget(), "Loss", "works in place");

    [Fact]
    public void Names_a_training_step_that_scales_its_batch() => FailsNamingFirst(new ScalesBatch(), "TrainStep", "works in place");

    [Fact]
    public void A_training_step_may_dispose_its_batch() => Holds(new DisposesBatch());

    private sealed class Centres : Classifier
    {
        protected override Tensor Hidden(Tensor input) => base.Hidden(input.sub_(0.5));
    }

    private sealed class ActivatesInPlace : Classifier
    {
        protected override Tensor Hidden(Tensor input) => Second.call(First.call(input).relu_()).relu_();
    }

    private sealed class WithMissingValues : ClassifierFixture
    {
        public override ModelData CreateData()
        {
            var inputs = randn(64, 10);
            inputs.narrow(1, 3, 1).fill_(float.NaN);
            return ModelData.From(inputs, arange(64).remainder(4));
        }

        public override ModelOutput Forward(Module<Tensor, Tensor> model, Batch batch) => model.call(batch.Input.nan_to_num(0));
    }

    private sealed class ActivatesInput : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new ActivatesFirst();
    }

    private sealed class ActivatesFirst : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> activation = ReLU(inplace: true);
        private readonly Module<Tensor, Tensor> last = Linear(10, 4);

        public ActivatesFirst()
            : base(nameof(ActivatesFirst)) => RegisterComponents();

        public override Tensor forward(Tensor input) => last.call(activation.call(input));
    }

    private sealed class AddsNoise : Classifier
    {
        protected override Tensor Hidden(Tensor input) => base.Hidden(training ? input.add_(randn_like(input) * 0.1) : input);
    }

    private sealed class ShiftsTarget : ClassifierFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target.add_(1).remainder(4));
    }

    private sealed class ScalesBatch : ClassifierFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            batch.Input.mul_(0.5);
            return base.TrainStep(training, batch);
        }
    }

    private sealed class DisposesBatch : ClassifierFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            batch.Dispose();
            return loss;
        }
    }
}
