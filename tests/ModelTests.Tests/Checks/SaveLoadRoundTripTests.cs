using ModelTests.Models;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class SaveLoadRoundTripTests : CheckTests<SaveLoadRoundTripAttribute>
{
    private protected override IRecipes ShownInDocs => new FaultyRecipes.Around(() => new KeepsThreshold());

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_batch_normalisation() => Holds(new ConvolutionalNetworkFixture<ConvolutionalNetworkByForward>());

    [Fact]
    public void Holds_for_a_model_that_holds_several_modules() => Holds(new GenerativeAdversarialNetworkFixture<GeneratorByCall, DiscriminatorByCall>());

    [Fact]
    public void Names_a_field_that_training_sets_and_that_is_not_saved() =>
        FailsNamingFirst(new FaultyRecipes.Around(() => new KeepsThreshold()), "threshold", "state of the model that its state dict does not have");

    [Fact]
    public void Names_a_list_of_numbers_that_is_not_saved() => FailsNamingFirst(new FaultyRecipes.Around(() => new KeepsMeans()), "means");

    [Fact]
    public void Names_a_layer_that_is_not_registered() => FailsNamingFirst(new FaultyRecipes.Around(() => new HidesLayer()), "hidden[0]");

    [Fact]
    public void Names_numbers_that_are_drawn_when_the_model_is_built() => FailsNamingFirst(new FaultyRecipes.Around(() => new DrawsFrequencies()), "frequencies");

    [Fact]
    public void Names_a_buffer_that_training_adds() => FailsNamingFirst(new FaultyRecipes.Around(() => new GrowsInTraining()), "extra");

    [Fact]
    public void A_buffer_that_the_first_call_makes_is_no_fault() => Holds(new FaultyRecipes.Around(() => new BuildsLazily()));

    [Fact]
    public void A_counter_that_outputs_do_not_depend_on_is_no_fault() => Holds(new FaultyRecipes.Around(() => new CountsCalls()));

    [Fact]
    public void A_sample_that_is_drawn_in_evaluation_is_no_fault() => Holds(new VariationalAutoencoderFixture<VariationalAutoencoderByForward>());

    private sealed class KeepsThreshold : Classifier
    {
        private double threshold = 0.25;

        protected override Tensor Hidden(Tensor input)
        {
            var hidden = base.Hidden(input);
            if (training)
                threshold = 0.5;
            return hidden / (1 + threshold);
        }
    }

    private sealed class KeepsMeans : Classifier
    {
        private readonly List<float> means = [];

        protected override Tensor Hidden(Tensor input)
        {
            if (training)
                means.Add(input.mean().item<float>());
            return base.Hidden(means.Count == 0 ? input : input - means.Average());
        }
    }

    private sealed class HidesLayer : Classifier
    {
        private readonly List<Module<Tensor, Tensor>> hidden = [Linear(32, 32)];

        protected override Tensor Hidden(Tensor input) => hidden[0].call(base.Hidden(input));
    }

    /// <summary>Random features whose frequencies are numbers, not a buffer.</summary>
    private sealed class DrawsFrequencies : Classifier
    {
        private readonly float[] frequencies = [.. randn(10).data<float>()];

        protected override Tensor Hidden(Tensor input) => base.Hidden(cos(input * tensor(frequencies)));
    }

    private sealed class GrowsInTraining : Classifier
    {
        private Tensor? extra;

        protected override Tensor Hidden(Tensor input)
        {
            if (training && extra is null)
                register_buffer("extra", extra = ones(32));
            return extra is null ? base.Hidden(input) : base.Hidden(input) * extra;
        }
    }

    private sealed class BuildsLazily : Classifier
    {
        private Tensor? extra;

        protected override Tensor Hidden(Tensor input)
        {
            if (extra is null)
                register_buffer("extra", extra = ones(32));
            return base.Hidden(input) * extra;
        }
    }

    private sealed class CountsCalls : Classifier
    {
        private int calls;

        protected override Tensor Hidden(Tensor input)
        {
            calls++;
            return base.Hidden(input) * (calls > 0 ? 1 : 0);
        }
    }
}
