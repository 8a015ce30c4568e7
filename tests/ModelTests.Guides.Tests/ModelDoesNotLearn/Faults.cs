using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ModelTests.Guides.ModelDoesNotLearn;

/// <summary>One fault each, as people plant them.</summary>
internal static class SoftmaxTwice
{
    internal sealed class IrisNetTests : ModelDoesNotLearn.IrisNetTests
    {
        #region Loss
        public override Tensor Loss(Tensor output, Tensor target) => cross_entropy(softmax(output, 1), target);
        #endregion
    }
}

internal static class LayersInList
{
    internal sealed class IrisNet : ModelDoesNotLearn.IrisNet
    {
        #region model
        private readonly List<Linear> hidden = [Linear(32, 32), Linear(32, 32)];

        public override Tensor forward(Tensor flowers)
        {
            var x = relu(first.call(flowers));
            foreach (var layer in hidden)
                x = relu(layer.call(x));
            return scores.call(relu(second.call(x)));
        }
        #endregion
    }

    internal class IrisNetTests : ModelDoesNotLearn.IrisNetTests
    {
        public override ModelDoesNotLearn.IrisNet CreateModel() => new IrisNet();
    }

    /// <summary>With two checks: of all that are there, those that a failure may explain are judged with it, and some take long.</summary>
    internal static class TwoFailures
    {
        [ComponentsRegistered]
        [SaveLoadRoundTrip]
        internal sealed class IrisNetTests : LayersInList.IrisNetTests;
    }
}

internal static class MissingValue
{
    internal sealed class Irises : ModelDoesNotLearn.Irises
    {
        #region missing
        protected override Tensor Measurements(long index) => index == 60 ? full(4, float.NaN) : base.Measurements(index);
        #endregion
    }

    internal sealed class IrisNetTests : ModelDoesNotLearn.IrisNetTests
    {
        public override ModelData CreateData() => ModelData.From(new DataLoader(new Irises(), batchSize: 16, shuffle: true, seed: 1));
    }
}

internal static class SpeciesShuffled
{
    internal sealed class Irises : ModelDoesNotLearn.Irises
    {
        #region shuffled
        private readonly Tensor order = randperm(150, generator: new Generator(7));

        protected override Tensor Species(long index) => base.Species(order[index].item<long>());
        #endregion
    }

    [LearnsSyntheticTask]
    internal sealed class IrisNetTests : ModelDoesNotLearn.IrisNetTests
    {
        public override ModelData CreateData() => ModelData.From(new DataLoader(new Irises(), batchSize: 16, shuffle: true, seed: 1));
    }
}
