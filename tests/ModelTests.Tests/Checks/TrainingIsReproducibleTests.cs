using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class TrainingIsReproducibleTests : CheckTests<TrainingIsReproducibleAttribute>
{
    private protected override IRecipes ShownInDocs => new ShuffledLoader(seed: null);

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_dropout() => Holds(new FaultyRecipes.Around(() => new Drops()));

    [Fact]
    public void Holds_for_a_shuffled_loader_with_a_seed() => Holds(new ShuffledLoader(seed: 1));

    [Fact]
    public void Holds_for_a_system_random_with_a_seed() => Holds(new FaultyRecipes.Around(() => new Scales(new Random(1))));

    [Fact]
    public void Names_the_data_when_its_order_follows_no_seed() => FailsNamingFirst(new ShuffledLoader(seed: null), "CreateData", "ignores torch.manual_seed");

    [Fact]
    public void Names_the_model_when_its_initial_weights_follow_no_seed() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new InitialisedBySystem()), "CreateModel", "draws numbers that torch.manual_seed does not reach");

    [Fact]
    public void Finds_a_random_number_without_a_seed_in_the_forward_call() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new Scales(new Random())), "TrainStep", "System.Random without a seed");

    [Fact]
    public void Finds_a_new_guid_in_the_training_step() => FailsNamingFirst(new SeededByGuid(), "TrainStep", "Guid");

    [Fact]
    public void Training_that_is_not_finite_gives_no_answer() => Answers(new Diverging(), Outcome.CouldNotTell, "not finite in step 1");

    private sealed class Drops : Classifier
    {
        protected override Tensor Hidden(Tensor input) => functional.dropout(base.Hidden(input), 0.5, training);
    }

    private sealed class ShuffledLoader(int? seed) : ClassifierFixture
    {
        public override ModelData CreateData()
        {
            var inputs = randn(64, 10);
            return ModelData.From(new TorchSharp.Modules.DataLoader(new Rows(inputs, inputs.narrow(1, 0, 4).argmax(1)), 16, shuffle: true, seed: seed));
        }
    }

    private sealed class Rows(Tensor inputs, Tensor labels) : torch.utils.data.Dataset
    {
        public override long Count => inputs.shape[0];

        public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["data"] = inputs[index], ["label"] = labels[index] };
    }

    private sealed class InitialisedBySystem : Classifier
    {
        public InitialisedBySystem()
        {
            using var untracked = no_grad();
            First.bias!.fill_(new Random().NextSingle());
        }
    }

    private sealed class Scales(Random random) : Classifier
    {
        protected override Tensor Hidden(Tensor input) => base.Hidden(input) * (1 + (0.1 * random.NextDouble()));
    }

    private sealed class SeededByGuid : ClassifierFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            manual_seed(BitConverter.ToInt32(Guid.NewGuid().ToByteArray()));
            return base.TrainStep(training, new Batch(batch.Input + (randn_like(batch.Input) * 0.1), batch.Target));
        }
    }

    private sealed class Diverging : ClassifierFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => base.Loss(output, target) * double.PositiveInfinity;
    }
}
