using static TorchSharp.torch;

namespace ModelTests.Guides.FineTunedModel;

/// <summary>One fault each in freezing.</summary>
internal static class StatisticsMove
{
    private sealed class FineTunedNet(Stream weights) : FineTunedModel.FineTunedNet(weights)
    {
        public override void train(bool train = true)
        {
            base.train(train);
            backbone.train(train);
        }
    }

    internal sealed class FineTunedNetTests : FineTunedModel.FineTunedNetTests
    {
        public override FineTunedModel.FineTunedNet CreateModel() => new FineTunedNet(Pretrained.Open());
    }
}

internal static class HeadFrozen
{
    private sealed class FineTunedNet : FineTunedModel.FineTunedNet
    {
        public FineTunedNet(Stream weights)
            : base(weights)
        {
            foreach (var parameter in parameters())
                parameter.requires_grad = false;
        }
    }

    internal sealed class FineTunedNetTests : FineTunedModel.FineTunedNetTests
    {
        public override FineTunedModel.FineTunedNet CreateModel() => new FineTunedNet(Pretrained.Open());

        public override optim.Optimizer CreateOptimizer(FineTunedModel.FineTunedNet model) => optim.Adam(model.parameters(), lr: 0.01);
    }
}

internal static class HeadNotInOptimizer
{
    /// <summary>With few checks: all that fail are judged for what the failure explains, and some of them take long.</summary>
    [OptimizerCoversModel]
    [WeightsUpdate]
    internal sealed class FineTunedNetTests : ModelFixture<FineTunedNet>
    {
        private readonly FineTunedModel.FineTunedNetTests healthy = new();

        public override FineTunedNet CreateModel() => healthy.CreateModel();

        public override ModelData CreateData() => healthy.CreateData();

        #region optimizer
        public override optim.Optimizer CreateOptimizer(FineTunedNet model) =>
            optim.Adam(model.named_parameters().Where(entry => entry.name.StartsWith("backbone", StringComparison.Ordinal)).Select(entry => entry.parameter), lr: 0.01);
        #endregion
    }
}
