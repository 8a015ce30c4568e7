using ModelTests.Models;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class NoTensorLeakTests : CheckTests<NoTensorLeakAttribute>
{
    private protected override IRecipes ShownInDocs => new Noting((notes, loss) => notes.Total += loss);

    [Fact]
    public void Holds_for_a_training_step_without_dispose_scope() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_a_healthy_adversarial_pair() => Holds(new GenerativeAdversarialNetworkFixture<GeneratorByCall, DiscriminatorByCall>());

    [Fact]
    public void A_sum_of_numbers_is_no_fault() => Holds(new Noting((notes, loss) => notes.Sum += loss.item<float>()));

    [Fact]
    public void A_sum_of_detached_losses_is_no_fault() => Holds(new Noting((notes, loss) => notes.Total += loss.detach()));

    [Fact]
    public void The_last_loss_alone_is_no_fault() => Holds(new Noting((notes, loss) => notes.Total = loss));

    [Fact]
    public void The_last_four_losses_are_no_fault() => Holds(new Noting((notes, loss) =>
    {
        notes.Losses.Add(loss);
        if (notes.Losses.Count > 4)
            notes.Losses.RemoveAt(0);
    }));

    [Fact]
    public void Names_the_sum_of_losses_that_keeps_every_graph() => FailsNamingFirst(new Noting((notes, loss) => notes.Total += loss), "TrainStep, Total", "total += loss");

    [Fact]
    public void Names_a_sum_of_losses_in_place() => FailsNamingFirst(new Noting((notes, loss) => notes.Total.add_(loss)), "TrainStep, Total", "total += loss");

    [Fact]
    public void Names_a_running_mean_that_is_not_detached() => FailsNamingFirst(new Noting((notes, loss) => notes.Total = (notes.Total * 0.9) + (loss * 0.1)), "TrainStep, Total");

    [Fact]
    public void Names_a_list_of_losses_with_their_graphs() => FailsNamingFirst(new Noting((notes, loss) => notes.Losses.Add(loss)), "TrainStep, Losses", "keeps tensors of every step");

    [Fact]
    public void Names_a_module_that_keeps_its_activations() => FailsNamingFirst(new FaultyRecipes.Around(() => new KeepsActivations()), "TrainStep, activations", "keeps tensors of every step");

    [Fact]
    public void Finds_what_a_static_field_keeps()
    {
        FailsNamingFirst(new Noting((_, loss) => Everything.Add(loss)), "TrainStep", "a static field");
        Everything.Clear();
    }

    [Fact]
    public void A_memory_of_values_whose_limit_is_not_reached_gives_no_answer() =>
        Answers(new Noting((notes, loss) => notes.Losses.Add(loss.detach())), Outcome.CouldNotTell, "leaves 1 live tensor behind ([]), held by Losses");

    private static readonly List<Tensor> Everything = [];

    private sealed class Notes(Module<Tensor, Tensor> model, optim.Optimizer optimizer) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public Tensor Total { get; set; } = zeros(1);

        public double Sum { get; set; }

        public List<Tensor> Losses { get; } = [];
    }

    /// <summary>Notes the loss of each step in some way.</summary>
    private sealed class Noting(Action<Notes, Tensor> note) : ClassifierFixture
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new Notes(model, CreateOptimizer(model));

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            note((Notes)training, loss);
            return loss;
        }
    }

    private sealed class KeepsActivations : Classifier
    {
        private readonly List<Tensor> activations = [];

        protected override Tensor Hidden(Tensor input)
        {
            var hidden = base.Hidden(input);
            activations.Add(hidden);
            return hidden;
        }
    }
}
