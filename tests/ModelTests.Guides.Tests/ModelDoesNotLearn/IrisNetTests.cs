using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests.Guides.ModelDoesNotLearn;

#region Culprit
[FindsCulprit]
public class IrisNetTests : ModelFixture<IrisNet>
{
    public override IrisNet CreateModel() => new();

    public override ModelData CreateData() => ModelData.From(new DataLoader(new Irises(), batchSize: 16, shuffle: true, seed: 1));

    public override ModelData? CreateSyntheticData() => Synthetic.GaussianClasses(features: 4, classes: 3);

    public override optim.Optimizer CreateOptimizer(IrisNet model) => optim.Adam(model.parameters(), lr: 0.01);
}
#endregion
