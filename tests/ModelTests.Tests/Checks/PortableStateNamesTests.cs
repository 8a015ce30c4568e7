using ModelTests.Models;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class PortableStateNamesTests : CheckTests<PortableStateNamesAttribute>
{
    private static int Made;

    private protected override IRecipes ShownInDocs => new ClassifierFixture();

    [Fact]
    public void Holds_for_layers_in_fields() => Holds(new MultilayerPerceptronFixture<MultilayerPerceptronByCall>());

    [Fact]
    public void Holds_for_a_convolutional_network() => Holds(new ConvolutionalNetworkFixture<ConvolutionalNetworkByForward>());

    [Fact]
    public void Holds_for_a_model_that_holds_several_modules() => Holds(new GenerativeAdversarialNetworkFixture<GeneratorByCall, DiscriminatorByCall>());

    [Fact]
    public void Names_the_layers_in_auto_properties() => FailsNamingFirst(new ClassifierFixture(), "First.", "an auto-property registers under the name of its hidden field");

    [Fact]
    public void Names_a_layer_that_is_numbered_by_a_static_counter() => FailsNamingFirst(new Of(() => new Named($"layer{Made++}", "other")), "layer", "a name is made from a counter");

    [Fact]
    public void Names_two_layers_that_differ_in_case_only() => FailsNamingFirst(new Of(() => new Named("layer", "Layer")), "layer", "ignore case");

    private sealed class Of(Func<Module<Tensor, Tensor>> create) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => create();
    }

    private sealed class Named : Module<Tensor, Tensor>
    {
        private readonly List<Linear> layers = [Linear(10, 32), Linear(32, 4)];

        public Named(string first, string second)
            : base(nameof(Named))
        {
            register_module(first, layers[0]);
            register_module(second, layers[1]);
        }

        public override Tensor forward(Tensor input) => layers[1].call(functional.relu(layers[0].call(input)));
    }
}
