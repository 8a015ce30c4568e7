using ModelTests.Models;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class MovesToDeviceTests : CheckTests<MovesToDeviceAttribute>
{
    private protected override IRecipes ShownInDocs => new FaultyRecipes.Around(() => new HidesLayer());

    [Fact]
    public void Holds_for_a_healthy_classifier() => Holds(new FaultyRecipes.Around(() => new Scaled()));

    [Fact]
    public void Holds_for_convolution_and_batch_normalisation_that_are_called() => Holds(new ImageFixture());

    [Fact]
    public void Holds_for_tokens_with_a_mask_on_their_device_and_positions_in_a_buffer() => Holds(new TokenFixture(() => new TokenClassifier()));

    [Fact]
    public void Does_not_accuse_a_constant_that_is_moved_to_the_inputs_device() =>
        Answers(new FaultyRecipes.Around(() => new MovesItsConstant()), Outcome.CouldNotTell, "forward makes a tensor [32] on the CPU");

    [Fact]
    public void Holds_for_a_buffer_that_is_read_by_name() => Holds(new FaultyRecipes.Around(() => new ReadsBufferByName()));

    [Fact]
    public void Names_a_plain_tensor_that_is_not_registered() => FailsNamingFirst(new FaultyRecipes.Around(() => new KeepsTensors()), "scales", "stays on the CPU");

    [Fact]
    public void Names_a_buffer_that_is_not_saved_and_so_not_moved() => FailsNamingFirst(new FaultyRecipes.Around(() => new ReadsBufferByName(persistent: false)), "scale", "persistent: false");

    [Fact]
    public void Names_the_module_that_makes_a_constant_on_the_processor() => FailsNamingFirst(new FaultyRecipes.Around(() => new MakesConstant()), "MakesConstant", "makes a tensor on the CPU");

    [Fact]
    public void Names_a_layer_outside_of_the_registry() => FailsNamingFirst(new FaultyRecipes.Around(() => new HidesLayer()), "hidden[0]", "does not reach");

    [Fact]
    public void Names_the_child_that_makes_its_mask_on_the_processor() => FailsNamingFirst(new TokenFixture(() => new TokenClassifier(CPU)), "attention", "makes a tensor on the CPU");

    [Fact]
    public void Gives_no_answer_where_an_operation_is_blind_to_devices() =>
        Answers(new FaultyRecipes.Around(() => new MultipliesMatrix()), Outcome.CouldNotTell, "forward makes a tensor [32, 32] on the CPU");

    [Fact]
    public void Gives_no_answer_for_layers_that_the_meta_device_lacks() =>
        Answers(new ConvolutionalNetworkFixture<ConvolutionalNetworkByForward>(), Outcome.CouldNotTell, "not implemented");

    [Fact]
    public void Gives_no_answer_where_the_model_reads_a_number() => Answers(new FaultyRecipes.Around(() => new ReadsNumber()), Outcome.CouldNotTell, "Cannot copy out of meta tensor");

    [Fact]
    public void Does_not_apply_to_torch_script() => Answers(new ScriptedNetworkByCallFixture(), Outcome.DoesNotApply, "TorchScript hides");

    public static TheoryData<string, CallStyle> Healthy()
    {
        var models = new TheoryData<string, CallStyle>();
        foreach (var model in HealthyModels.All)
            models.Add(model.Family, model.Style);
        return models;
    }

    [Theory]
    [MemberData(nameof(Healthy))]
    public void Accuses_no_healthy_model(string family, CallStyle style)
    {
        foreach (var seed in Seeds)
        {
            var verdict = Judge.With(Check, new Evidence(HealthyModels.All.Single(model => model.Family == family && model.Style == style).CreateFixture(), seed));
            Assert.True(verdict.Outcome != Outcome.Fails, $"seed {seed}: {FailureText.Of("", Check.Name, verdict, null, "")}");
        }
    }

    /// <summary>Its activation is a layer: the meta device has no relu.</summary>
    private class Scaled : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(10, 32);
        private readonly ReLU activation = ReLU();
        private readonly Linear last = Linear(32, 4);

        public Scaled()
            : base(nameof(Scaled)) => RegisterComponents();

        public override Tensor forward(Tensor input) => last.call(Hidden(activation.call(first.call(input))));

        protected virtual Tensor Hidden(Tensor hidden) => hidden * 2;
    }

    private sealed class KeepsTensors : Scaled
    {
        private readonly List<Tensor> scales = [ones(32).mul(0.5f)];

        protected override Tensor Hidden(Tensor hidden) => hidden * scales[0];
    }

    private sealed class MakesConstant : Scaled
    {
        protected override Tensor Hidden(Tensor hidden) => hidden * linspace(0.5, 1, 32);
    }

    private sealed class MovesItsConstant : Scaled
    {
        protected override Tensor Hidden(Tensor hidden) => hidden * linspace(0.5, 1, 32).to(hidden.device);
    }

    private sealed class ReadsBufferByName : Scaled
    {
        public ReadsBufferByName(bool persistent = true) => register_buffer("scale", ones(32), persistent);

        protected override Tensor Hidden(Tensor hidden) => hidden * get_buffer("scale")!;
    }

    private sealed class HidesLayer : Scaled
    {
        private readonly List<Module<Tensor, Tensor>> hidden = [Linear(32, 32)];

        protected override Tensor Hidden(Tensor input) => hidden[0].call(input);
    }

    private sealed class MultipliesMatrix : Scaled
    {
        protected override Tensor Hidden(Tensor hidden) => hidden.matmul(eye(32)).sum([1], true) + hidden;
    }

    private sealed class ReadsNumber : Scaled
    {
        protected override Tensor Hidden(Tensor hidden) => hidden / (1 + hidden.sum().item<float>());
    }

    private sealed class ImageFixture : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => Sequential(
            ("conv", Conv2d(1, 4, 3)), ("norm", BatchNorm2d(4)), ("activation", ReLU()), ("pool", AdaptiveAvgPool2d(1)), ("flat", Flatten()), ("head", Linear(4, 4)));

        public override ModelData CreateData() => ModelData.From(randn(64, 1, 8, 8), arange(64).remainder(4));
    }

    private sealed class TokenFixture(Func<Module<Tensor, Tensor>> model) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => model();

        public override ModelData CreateData() => ModelData.From(randint(0, 20, [64, 6], int64), arange(64).remainder(4));
    }

    /// <summary>Tokens with positions in a buffer.</summary>
    private sealed class TokenClassifier : Module<Tensor, Tensor>
    {
        private readonly Embedding tokens = Embedding(20, 8);
        private readonly Tensor positions = randn(6, 8);
        private readonly Module<Tensor, Tensor> attention;
        private readonly Linear head = Linear(8, 4);

        public TokenClassifier(Device? maskDevice = null)
            : base(nameof(TokenClassifier))
        {
            attention = new CausalAttention(maskDevice);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(attention.call(tokens.call(input) + positions).mean([1]));
    }

    private sealed class CausalAttention : Module<Tensor, Tensor>
    {
        private readonly Device? maskDevice;
        private readonly LayerNorm norm = LayerNorm(8);

        public CausalAttention(Device? maskDevice)
            : base(nameof(CausalAttention))
        {
            this.maskDevice = maskDevice;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var states = norm.call(input);
            var mask = ones(6, 6, device: maskDevice ?? input.device).triu(1) * -1e9f;
            return functional.softmax(states.matmul(states.transpose(1, 2)) + mask, 2).matmul(states);
        }
    }
}
