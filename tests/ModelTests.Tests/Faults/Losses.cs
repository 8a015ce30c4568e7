using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>Fixtures that differ in their loss, for several kinds of targets.</summary>
internal static class Losses
{
    internal sealed class OfClasses(Func<Tensor, Tensor, Tensor> loss) : ClassifierFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => loss(output, target);
    }

    internal sealed class OfValues(Func<Tensor, Tensor, Tensor> loss, double rate = 0.01) : RegressorFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => loss(output, target);

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.SGD(model.parameters(), rate);
    }

    /// <summary>Yes or no for each of several questions: outputs and targets [N, questions].</summary>
    internal sealed class OfAnswers(Func<Tensor, Tensor, Tensor> loss, int questions = 1, bool sigmoid = false) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() =>
            Sequential(("first", Linear(10, 32)), ("activation", ReLU()), ("last", Linear(32, questions)), ("end", sigmoid ? Sigmoid() : Identity()));

        public override ModelData CreateData()
        {
            using var generator = new Generator(4);
            var inputs = randn(64, 10, generator: generator);
            using var weights = randn(10, questions, generator: generator);
            return ModelData.From(inputs, inputs.matmul(weights).gt(0).to(float32));
        }

        public override Tensor Loss(Tensor output, Tensor target) => loss(output, target);
    }

    /// <summary>Images [N, 1, 6, 6] and the mask of their bright pixels.</summary>
    internal sealed class OfMasks(Func<Tensor, Tensor, Tensor> loss) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => Sequential(("first", Conv2d(1, 8, 3, padding: 1L)), ("activation", ReLU()), ("last", Conv2d(8, 1, 1)));

        public override ModelData CreateData()
        {
            using var generator = new Generator(6);
            var images = randn([32, 1, 6, 6], generator: generator);
            return ModelData.From(images, images.gt(0.5).to(float32));
        }

        public override Tensor Loss(Tensor output, Tensor target) => loss(output, target);
    }

    /// <summary>Tokens [N, 6], to be said again; what follows a random length is padding. Logits [N, 6, 9].</summary>
    internal sealed class OfTokens(Func<Tensor, Tensor, Tensor> loss, int padding) : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => Sequential(("embedding", Embedding(9, 16)), ("last", Linear(16, 9)));

        public override ModelData CreateData()
        {
            using var generator = new Generator(7);
            var tokens = randint(1, 9, [32, 6], generator: generator).to(int64);
            var lengths = randint(2, 6, [32, 1], generator: generator);
            return ModelData.From(tokens, where(arange(6).unsqueeze(0) < lengths, tokens, full_like(tokens, padding)));
        }

        public override Tensor Loss(Tensor output, Tensor target) => loss(output, target);
    }

    /// <summary>The same loss, and metrics of the fixture's own.</summary>
    internal sealed class WithMetrics(Func<Tensor, Tensor, Metric> metric) : RegressorFixture
    {
        public override IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch) => [metric(output.Tensor, batch.Target)];
    }
}
