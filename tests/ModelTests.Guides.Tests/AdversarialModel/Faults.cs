using static TorchSharp.torch.optim;

namespace ModelTests.Guides.AdversarialModel;

/// <summary>A fault that copying a line plants: both optimizers are of the discriminator.</summary>
internal static class GeneratorNotTrained
{
    internal sealed class GanTests : AdversarialModel.GanTests
    {
        #region CreateTraining
        public override Training<Gan> CreateTraining(Gan model) =>
            new(model, [Adam(model.Discriminator.parameters(), lr: 0.001, beta1: 0.5), Adam(model.Discriminator.parameters(), lr: 0.001, beta1: 0.5)]);
        #endregion
    }
}
